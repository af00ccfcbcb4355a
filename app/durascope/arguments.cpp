// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durascope/arguments.h"

#include <QCommandLineParser>

namespace durascope::app {

namespace {

constexpr int kSmallest = 320;
constexpr int kLargest = 16'384;

struct Options
{
    QCommandLineOption at{QStringLiteral("at"), QStringLiteral("Go to the event with this EventId."),
                          QStringLiteral("EVENT_ID")};
    QCommandLineOption theme{QStringLiteral("theme"), QStringLiteral("light, dark or system."),
                             QStringLiteral("THEME")};
    QCommandLineOption screenshot{QStringLiteral("screenshot"),
                                  QStringLiteral("Render the opened window to a file and exit."),
                                  QStringLiteral("PNG")};
    QCommandLineOption size{QStringLiteral("size"), QStringLiteral("Size of the screenshot, 1440x900 unless given."),
                            QStringLiteral("WxH")};
    QCommandLineOption version{QStringLiteral("version"), QStringLiteral("Print the version and exit.")};
    QCommandLineOption help{{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Print this help and exit.")};
};

std::optional<ui::ThemeChoice> themeFrom(const QString& word)
{
    if (word == QLatin1String("light"))
        return ui::ThemeChoice::Light;
    if (word == QLatin1String("dark"))
        return ui::ThemeChoice::Dark;
    if (word == QLatin1String("system"))
        return ui::ThemeChoice::System;
    return {};
}

std::optional<QSize> sizeFrom(const QString& text)
{
    const QStringList parts = text.split(QLatin1Char('x'));
    if (parts.size() != 2)
        return {};
    bool widthIsNumber = false;
    bool heightIsNumber = false;
    const QSize size(parts[0].toInt(&widthIsNumber), parts[1].toInt(&heightIsNumber));
    const auto fits = [](int length) { return length >= kSmallest && length <= kLargest; };
    if (!widthIsNumber || !heightIsNumber || !fits(size.width()) || !fits(size.height()))
        return {};
    return size;
}

Arguments printed(const QString& text)
{
    Arguments arguments;
    arguments.print = text;
    return arguments;
}

std::unexpected<QString> usage(const QString& what)
{
    return std::unexpected(QString(what % QStringLiteral("; see durascope --help")));
}

std::expected<Arguments, QString> checked(const QCommandLineParser& parser, const Options& options)
{
    Arguments arguments;
    arguments.files = parser.positionalArguments();
    if (parser.isSet(options.at)) {
        bool isNumber = false;
        arguments.eventId = parser.value(options.at).toLongLong(&isNumber);
        if (!isNumber)
            return usage(QStringLiteral("--at needs an EventId, not '%1'").arg(parser.value(options.at)));
        if (arguments.files.isEmpty())
            return usage(QStringLiteral("--at needs a FILE"));
    }
    if (parser.isSet(options.theme)) {
        arguments.theme = themeFrom(parser.value(options.theme));
        if (!arguments.theme)
            return usage(QStringLiteral("--theme is light, dark or system, not '%1'").arg(parser.value(options.theme)));
    }
    arguments.screenshot = parser.value(options.screenshot);
    if (parser.isSet(options.screenshot) && arguments.screenshot.isEmpty())
        return usage(QStringLiteral("--screenshot needs the name of a PNG file"));
    if (parser.isSet(options.screenshot) && arguments.files.size() > 1)
        return usage(QStringLiteral("--screenshot renders one FILE at a time"));
    if (parser.isSet(options.size)) {
        const auto size = sizeFrom(parser.value(options.size));
        if (!size)
            return usage(QStringLiteral("--size is WxH in pixels, each from %1 to %2, not '%3'")
                             .arg(kSmallest)
                             .arg(kLargest)
                             .arg(parser.value(options.size)));
        if (!parser.isSet(options.screenshot))
            return usage(QStringLiteral("--size goes with --screenshot"));
        arguments.size = *size;
    }
    return arguments;
}

} // namespace

std::expected<Arguments, QString> parseArguments(const QStringList& commandLine)
{
    const Options options;
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Opens histories of AWS Lambda durable functions and moves through their time."));
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QStringLiteral("A history, one window each; - reads standard input."),
                                 QStringLiteral("[FILE ...]"));
    for (const QCommandLineOption& option :
         {options.at, options.theme, options.screenshot, options.size, options.version, options.help})
        parser.addOption(option);
    if (!parser.parse(commandLine)) {
        QString error = parser.errorText();
        if (error.endsWith(QLatin1Char('.')))
            error.chop(1);
        return usage(error);
    }
    if (parser.isSet(options.version))
        return printed(QStringLiteral("durascope " DURASCOPE_VERSION "\n"));
    if (parser.isSet(options.help))
        return printed(parser.helpText());
    return checked(parser, options);
}

} // namespace durascope::app
