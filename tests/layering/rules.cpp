// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/layering/rules.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLibraryInfo>
#include <QRegularExpression>
#include <QSet>

namespace durascope::layering {
namespace {

using namespace Qt::StringLiterals;

struct Room
{
    QString folder;
    QStringList mayInclude; ///< prefixes of include paths
};

// Architecture, section 3: a folder sees what stands above it. The SDK sees only the core, because the two are what a
// user links into a Lambda function. Views may name the values that their models hand out (instants, event types, the
// immutable log); whatever does something in the engine they reach through a model.
const QList<Room>& rooms()
{
    static const QList<Room> all{
        {u"engine/core/"_s, {u"engine/core/"_s}},
        {u"engine/history/"_s, {u"engine/core/"_s, u"engine/history/"_s}},
        {u"engine/service/"_s, {u"engine/core/"_s, u"engine/history/"_s, u"engine/service/"_s}},
        {u"engine/store/"_s, {u"engine/core/"_s, u"engine/history/"_s, u"engine/service/"_s, u"engine/store/"_s}},
        {u"engine/sdk/"_s, {u"engine/core/"_s, u"engine/sdk/"_s}},
        {u"engine/host/"_s,
         {u"engine/core/"_s, u"engine/history/"_s, u"engine/service/"_s, u"engine/store/"_s, u"engine/sdk/"_s,
          u"engine/host/"_s}},
        {u"engine/lambda/"_s,
         {u"engine/core/"_s, u"engine/history/"_s, u"engine/service/"_s, u"engine/store/"_s, u"engine/sdk/"_s,
          u"engine/host/"_s, u"engine/lambda/"_s}},
        {u"engine/debug/"_s,
         {u"engine/core/"_s, u"engine/history/"_s, u"engine/service/"_s, u"engine/store/"_s, u"engine/sdk/"_s,
          u"engine/host/"_s, u"engine/lambda/"_s, u"engine/debug/"_s}},
        {u"engine/testing/"_s, {u"engine/"_s}},
        // Samples are what a user writes: they need what a user has.
        {u"engine/samples/"_s, {u"engine/core/"_s, u"engine/sdk/"_s, u"engine/samples/"_s}},
        {u"models/"_s, {u"engine/"_s, u"models/"_s}},
        {u"ui/"_s, {u"engine/core/"_s, u"engine/history/"_s, u"models/"_s, u"ui/"_s}},
        {u"app/"_s, {u"engine/"_s, u"models/"_s, u"ui/"_s, u"app/"_s}},
        {u"tests/"_s, {u"engine/"_s, u"models/"_s, u"ui/"_s, u"app/"_s, u"packaging/"_s, u"tests/"_s}},
        {u"packaging/"_s, {u"engine/"_s, u"app/"_s, u"packaging/"_s}},
    };
    return all;
}

const Room* roomOf(const QString& file)
{
    for (const Room& room : rooms()) {
        if (file.startsWith(room.folder))
            return &room;
    }
    return nullptr;
}

bool startsWithAny(const QString& text, const QStringList& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const QString& prefix) { return text.startsWith(prefix); });
}

bool isCpp(const QString& file)
{
    return file.endsWith(u".h") || file.endsWith(u".cpp");
}

bool isCMake(const QString& file)
{
    return file.endsWith(u"CMakeLists.txt") || file.endsWith(u".cmake");
}

/// Names that can stand between angle brackets and come from a Qt module with widgets. Asked of the installed Qt: a
/// list of our own would be out of date with the next class.
const QSet<QString>& widgetHeaders()
{
    static const QSet<QString> all = [] {
        QSet<QString> names;
        const QString headers = QLibraryInfo::path(QLibraryInfo::HeadersPath);
        for (const QString& module :
             {u"QtWidgets"_s, u"QtSvgWidgets"_s, u"QtOpenGLWidgets"_s, u"QtPrintSupport"_s, u"QtCharts"_s}) {
            const QStringList files = QDir(headers + u'/' + module).entryList(QDir::Files);
            names.unite(QSet<QString>(files.begin(), files.end()));
        }
        return names;
    }();
    return all;
}

bool isWidgetHeader(const QString& header)
{
    static const QRegularExpression module(u"^Qt(Widgets|SvgWidgets|OpenGLWidgets|PrintSupport|Charts)(/|$)"_s);
    return module.match(header).hasMatch() || widgetHeaders().contains(header);
}

bool isQtHeader(const QString& header)
{
    static const QRegularExpression qt(u"^(Qt?[A-Z][A-Za-z0-9]*(/|$)|q[a-z0-9]+\\.h$)"_s);
    return qt.match(header).hasMatch();
}

struct Checker
{
    QString file;
    QList<Violation> found;

    void add(Rule rule, int line, const QString& text) { found.append({rule, file, line, text.trimmed()}); }
    void checkInclude(const Room& room, int line, const QString& target, bool quoted);
    void checkCppLine(const Room& room, int line, const QString& text);
    void checkCMakeLine(int line, const QString& text);
    void checkLicence(const QStringList& lines);
};

void Checker::checkInclude(const Room& room, int line, const QString& target, bool quoted)
{
    static const QRegularExpression ours(u"^(engine|models|ui|app|tests|packaging)/"_s);
    if (ours.match(target).hasMatch()) {
        if (!startsWithAny(target, room.mayInclude))
            add(Rule::UpwardInclude, line, target);
    } else if (quoted && !target.endsWith(u".moc")) {
        add(Rule::RelativeInclude, line, target);
    }
    if (file.startsWith(u"engine/") && isQtHeader(target))
        add(Rule::QtInEngine, line, target);
    if (file.startsWith(u"models/") && isWidgetHeader(target))
        add(Rule::WidgetsInModels, line, target);
}

void Checker::checkCppLine(const Room& room, int line, const QString& text)
{
    static const QRegularExpression include(u"^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"_s);
    if (const auto match = include.match(text); match.hasMatch())
        checkInclude(room, line, match.captured(2), match.captured(1) == u"\"");
}

void Checker::checkCMakeLine(int line, const QString& text)
{
    static const QRegularExpression qt(u"\\bQt\\d?::|find_package\\(Qt"_s);
    static const QRegularExpression widgets(u"\\bQt\\d?::(Widgets|SvgWidgets|OpenGLWidgets|PrintSupport|Charts)"_s);
    if (text.trimmed().startsWith(u'#'))
        return;
    if (file.startsWith(u"engine/") && qt.match(text).hasMatch())
        add(Rule::QtInEngine, line, text);
    if (file.startsWith(u"models/") && widgets.match(text).hasMatch())
        add(Rule::WidgetsInModels, line, text);
}

void Checker::checkLicence(const QStringList& lines)
{
    const QString expected =
        u"SPDX-License-Identifier: "_s + (file.startsWith(u"engine/") ? u"Apache-2.0"_s : u"GPL-3.0-or-later"_s);
    const int at = !lines.isEmpty() && lines.first().startsWith(u"#!") ? 1 : 0;
    QString line = lines.value(at);
    line.remove(QRegularExpression(u"\\s*-->$"_s));
    if (!line.endsWith(expected))
        add(Rule::Licence, at + 1, lines.value(at));
}

QString word(Rule rule)
{
    switch (rule) {
    case Rule::UpwardInclude:
        return u"includes what its room may not know"_s;
    case Rule::UnknownRoom:
        return u"stands in no room of the house"_s;
    case Rule::RelativeInclude:
        return u"includes without the path from the root"_s;
    case Rule::QtInEngine:
        return u"uses Qt in the engine"_s;
    case Rule::WidgetsInModels:
        return u"uses widgets in the models"_s;
    case Rule::Licence:
        return u"does not open with the SPDX line of its room"_s;
    case Rule::MissingPragmaOnce:
        return u"has no #pragma once"_s;
    }
    return {};
}

} // namespace

QString Violation::describe() const
{
    return u"%1:%2: %3: %4"_s.arg(file).arg(line).arg(word(rule), text);
}

bool isChecked(const QString& file)
{
    static const QStringList endings{u".h"_s, u".cpp"_s, u".cmake"_s, u".sh"_s, u".py"_s, u".mjs"_s, u".qrc"_s};
    static const QStringList scripts{u"packaging/run"_s, u"packaging/test"_s, u".ci/run"_s};
    if (scripts.contains(file) || isCMake(file))
        return true;
    return std::any_of(endings.begin(), endings.end(), [&](const QString& ending) { return file.endsWith(ending); });
}

namespace {
/// Projects of somebody else, so to speak: they include their own files as they like.
bool isOutsideProject(const QString& file)
{
    return file.startsWith(u"tests/package/guide/");
}
} // namespace

QList<Violation> checkFile(const QString& file, const QByteArray& text)
{
    Checker checker{file, {}};
    const QStringList lines = QString::fromUtf8(text).split(u'\n');
    checker.checkLicence(lines);
    const Room* room = roomOf(file);
    if (isCpp(file) && !room)
        checker.add(Rule::UnknownRoom, 1, file);
    for (int i = 0; i < lines.size() && !isOutsideProject(file); ++i) {
        if (isCpp(file) && room)
            checker.checkCppLine(*room, i + 1, lines[i]);
        else if (isCMake(file))
            checker.checkCMakeLine(i + 1, lines[i]);
    }
    if (file.endsWith(u".h") && !lines.contains(u"#pragma once"_s))
        checker.add(Rule::MissingPragmaOnce, 1, file);
    return checker.found;
}

TreeReport checkTree(const QString& root)
{
    static const QStringList top{u"engine"_s, u"models"_s,    u"ui"_s,    u"app"_s, u"resources"_s,
                                 u"tests"_s,  u"packaging"_s, u"cmake"_s, u".ci"_s};
    TreeReport report;
    const QDir base(root);
    report.files = base.entryList({u"CMakeLists.txt"_s}, QDir::Files);
    for (const QString& folder : top) {
        QDirIterator files(base.filePath(folder), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = base.relativeFilePath(files.next());
            if (isChecked(file))
                report.files.append(file);
        }
    }
    report.files.sort();
    for (const QString& file : std::as_const(report.files)) {
        QFile source(base.filePath(file));
        if (source.open(QIODevice::ReadOnly))
            report.violations.append(checkFile(file, source.readAll()));
        else
            report.violations.append({Rule::Licence, file, 0, source.errorString()});
    }
    return report;
}

} // namespace durascope::layering
