// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/ticks.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <cmath>

namespace durascope::models {

namespace {

using core::Duration;
using core::Timestamp;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::array<std::int64_t, 18> kClockSteps{1 * kSecond,  2 * kSecond,  5 * kSecond, 10 * kSecond, 15 * kSecond,
                                                   30 * kSecond, 1 * kMinute,  2 * kMinute, 5 * kMinute,  10 * kMinute,
                                                   15 * kMinute, 30 * kMinute, 1 * kHour,   2 * kHour,    3 * kHour,
                                                   6 * kHour,    12 * kHour,   1 * kDay};
constexpr double kLabelGap = 14;  // px between two labels of a row
constexpr double kLabelInset = 4; // px from the mark to its label
constexpr double kEndInset = 8;   // px from a label to the end of its stretch: the playhead likes to stand there
constexpr int kMaximumTicks = 4096;

std::int64_t floorTo(std::int64_t value, std::int64_t step)
{
    const std::int64_t quotient = value / step;
    return (quotient - (value % step < 0 ? 1 : 0)) * step;
}

QDateTime dateTime(Timestamp time, TimeDisplay display)
{
    const std::int64_t millis = floorTo(time.micros, 1000) / 1000;
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(millis, Qt::UTC);
    return display == TimeDisplay::Local ? utc.toLocalTime() : utc;
}

std::int64_t zoneOffset(Timestamp time, TimeDisplay display)
{
    return display == TimeDisplay::Local ? dateTime(time, display).offsetFromUtc() * kSecond : 0;
}

/// Decimals of a second that tell two instants apart which are a step away from each other.
int decimalsOf(std::int64_t step)
{
    if (step >= kSecond)
        return 0;
    if (step >= 1000)
        return 3;
    return 6;
}

QString clockText(Timestamp time, TimeDisplay display, std::int64_t step)
{
    const QDateTime at = dateTime(time, display);
    QString text = at.toString(step < kMinute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
    const int decimals = decimalsOf(step);
    if (decimals > 0) {
        const std::int64_t micros = time.micros - floorTo(time.micros, kSecond);
        text += QLatin1Char('.') + QStringLiteral("%1").arg(micros, 6, 10, QLatin1Char('0')).left(decimals);
    }
    return text;
}

/// With as many decimals as tell neighbours a step apart from each other.
QString numberText(std::int64_t micros, std::int64_t unit, std::int64_t step)
{
    int decimals = 0;
    for (std::int64_t part = unit; part > 1 && step % part != 0; part /= 10)
        ++decimals;
    return QString::number(static_cast<double>(micros) / static_cast<double>(unit), 'f', decimals);
}

/// "+0", "+20 ms", "+1.25 s", "+3 d 4 h".
QString offsetText(std::int64_t offset, std::int64_t step)
{
    const QString sign = offset < 0 ? QStringLiteral("−") : QStringLiteral("+");
    std::int64_t rest = std::abs(offset);
    if (rest == 0)
        return QStringLiteral("+0");
    if (rest < 1000)
        return sign + QString::number(rest) + QStringLiteral(" µs");
    if (rest < kSecond)
        return sign + numberText(rest, 1000, step) + QStringLiteral(" ms");
    QString text;
    const auto take = [&rest, &text](std::int64_t unit, QChar name) {
        if (rest >= unit)
            text += QString::number(rest / unit) + QLatin1Char(' ') + name + QLatin1Char(' ');
        rest %= unit;
    };
    take(kDay, u'd');
    take(kHour, u'h');
    take(kMinute, u'm');
    if (rest > 0)
        text += numberText(rest, kSecond, step) + QStringLiteral(" s");
    return sign + text.trimmed();
}

QString dateText(const QDate& date, std::int64_t stepDays)
{
    if (stepDays >= 366)
        return QString::number(date.year());
    return QLocale::c().toString(date, stepDays >= 28 ? QStringLiteral("MMM yyyy") : QStringLiteral("d MMM"));
}

/// Puts the labels of one row side by side; a label that would touch its neighbour stays away.
class LabelRow
{
public:
    LabelRow(std::vector<Tick>& ticks, const TickOptions& options)
        : m_ticks(ticks)
        , m_options(options)
    {
    }

    [[nodiscard]] double widthOf(const QString& text) const
    {
        return static_cast<double>(text.size()) * m_options.characterWidth;
    }
    [[nodiscard]] bool fits(double from, double to) const
    {
        if (from < m_right)
            return false;
        return std::none_of(m_options.taken.begin(), m_options.taken.end(),
                            [&](const auto& range) { return from < range.second && to > range.first; });
    }
    /// A mark at x with its label right of it, if that ends before `limit`.
    bool add(double x, Timestamp time, const QString& label, double limit)
    {
        Tick tick{x, time, {}, x + kLabelInset};
        const double right = tick.labelX + widthOf(label);
        const bool shown = right <= limit && fits(tick.labelX, right);
        if (shown) {
            tick.label = label;
            m_right = right + kLabelGap / 2;
        }
        m_ticks.push_back(tick);
        return shown;
    }
    /// A label that ends at `right`.
    void addEnding(double x, Timestamp time, const QString& label, double right)
    {
        Tick tick{x, time, {}, right - widthOf(label)};
        if (fits(tick.labelX, right)) {
            tick.label = label;
            m_right = right + kLabelGap / 2;
        }
        m_ticks.push_back(tick);
    }

private:
    std::vector<Tick>& m_ticks;
    const TickOptions& m_options;
    double m_right = -1e300;
};

/// One part of the axis that is evenly scaled.
struct EvenPart
{
    Timestamp from; ///< in view
    Timestamp to;
    Timestamp origin; ///< of relative labels
    double scale = 0; ///< px a microsecond
    double limit = 0; ///< labels end here
};

class TickMaker
{
public:
    TickMaker(const TimeAxis& axis, const TickOptions& options, RulerTicks& ticks)
        : m_axis(axis)
        , m_options(options)
        , m_display(options.display == TimeDisplay::SinceStart ? TimeDisplay::Utc : options.display)
        , m_relativeOptions(withoutTaken(options))
        , m_absolute(ticks.absolute, m_options)
        , m_relative(ticks.relative, m_relativeOptions)
    {
    }

    [[nodiscard]] std::int64_t absoluteStep(const EvenPart& part) const
    {
        const double longest = kLabelInset + kLabelGap;
        const std::int64_t step = stepFor(part, 8 * m_options.characterWidth + longest);
        return step >= kSecond ? step : stepFor(part, (step < 1000 ? 15 : 12) * m_options.characterWidth + longest);
    }

    /// At least three marks have room: fewer say less than when the stretch began.
    [[nodiscard]] bool hasAbsolute(const EvenPart& part) const
    {
        return absoluteStep(part) < (part.to - part.from).count() / 3 || part.from > part.origin;
    }

    void absolute(const EvenPart& part)
    {
        const double longest = kLabelInset + kLabelGap;
        const std::int64_t step = absoluteStep(part);
        if (step > kDay / 2)
            calendar(part, stepFor(part, 8 * m_options.characterWidth + longest));
        else
            clock(part, step);
    }

    void relative(const EvenPart& part)
    {
        const std::int64_t step = stepFor(part, 7 * m_options.characterWidth + kLabelInset + kLabelGap);
        std::int64_t offset = floorTo((part.from - part.origin).count(), step);
        for (int made = 0; made < kMaximumTicks; ++made, offset += step) {
            const Timestamp at = part.origin + Duration(offset);
            if (at > part.to)
                break;
            if (at < part.from)
                continue;
            m_relative.add(m_axis.xOf(at), at, offsetText(offset, step), part.limit);
        }
    }

    /// "+0 … 55 ms": for a stretch that has no room for regular marks.
    void shortStretch(std::size_t index)
    {
        const AxisStretch& stretch = m_axis.stretch(index);
        const double left = m_axis.left(index);
        const double right = m_axis.right(index) - kEndInset;
        const QString length = durationText(stretch.trueLength());
        const double start = m_axis.xOf(stretch.origin);
        if (right - left > m_relative.widthOf(length) + m_relative.widthOf(QStringLiteral("+0")) + kLabelGap / 2)
            m_relative.add(start, stretch.origin, QStringLiteral("+0"), right);
        m_relative.addEnding(m_axis.xOf(stretch.finish), stretch.finish, length, right);
    }

    void startOf(std::size_t index, double limit)
    {
        const AxisStretch& stretch = m_axis.stretch(index);
        const double x = m_axis.xOf(stretch.origin);
        const QString exact = clockText(stretch.origin, m_display, 1000);
        const QString date = dateText(dateTime(stretch.origin, m_display).date(), 1);
        const bool newDay = index > 0 && dateTime(m_axis.stretch(index - 1).start, m_display).date() !=
                                             dateTime(stretch.origin, m_display).date();
        const QString short1 = clockText(stretch.origin, m_display, kSecond);
        const QString short2 = clockText(stretch.origin, m_display, kMinute);
        const std::array<QString, 5> forms =
            newDay ? std::array<QString, 5>{date + QLatin1Char(' ') + exact, date + QLatin1Char(' ') + short1,
                                            date + QLatin1Char(' ') + short2, date, short2}
                   : std::array<QString, 5>{exact, short1, short2, short2, short2};
        for (const QString& form : forms) {
            const double right = x + kLabelInset + m_absolute.widthOf(form);
            if (right <= limit && m_absolute.fits(x + kLabelInset, right)) {
                m_absolute.add(x, stretch.origin, form, limit);
                return;
            }
        }
        m_absolute.add(x, stretch.origin, {}, limit);
    }

private:
    static TickOptions withoutTaken(TickOptions options)
    {
        options.taken.clear();
        return options;
    }

    [[nodiscard]] static std::int64_t stepFor(const EvenPart& part, double pixels)
    {
        return niceStep(Duration(static_cast<std::int64_t>(std::min(std::ceil(pixels / part.scale), 9e17)))).count();
    }

    void clock(const EvenPart& part, std::int64_t step)
    {
        const std::int64_t zone = zoneOffset(part.from, m_display);
        std::int64_t at = floorTo(part.from.micros + zone, step) - zone;
        for (int made = 0; made < kMaximumTicks; ++made, at += step) {
            const Timestamp time{at};
            if (time > part.to)
                break;
            if (time < part.from)
                continue;
            const bool midnight = step >= kMinute && (at + zone) % kDay == 0;
            const QString text =
                midnight ? dateText(dateTime(time, m_display).date(), 1) : clockText(time, m_display, step);
            m_absolute.add(m_axis.xOf(time), time, text, part.limit);
        }
    }

    void calendar(const EvenPart& part, std::int64_t step)
    {
        const std::int64_t days = std::max<std::int64_t>(step / kDay, 1);
        QDate date = firstDate(dateTime(part.from, m_display).date(), days);
        for (int made = 0; made < kMaximumTicks && date.isValid(); ++made) {
            const QDateTime midnight =
                m_display == TimeDisplay::Local ? date.startOfDay(Qt::LocalTime) : date.startOfDay(Qt::UTC);
            const Timestamp time{midnight.toMSecsSinceEpoch() * 1000};
            if (time > part.to)
                break;
            if (time >= part.from)
                m_absolute.add(m_axis.xOf(time), time, dateText(date, days), part.limit);
            date = nextDate(date, days);
        }
    }

    /// Steps of less than four weeks begin anew with every month, longer ones with every year.
    static QDate firstDate(const QDate& from, std::int64_t days)
    {
        if (days < 28)
            return {from.year(), from.month(), 1};
        return {from.year(), 1, 1};
    }
    static QDate nextDate(const QDate& date, std::int64_t days)
    {
        if (days < 28) {
            const QDate next = date.addDays(days);
            // The last days of a month give way to the first of the next, so that marks do not crowd there.
            return next.month() == date.month() && next.day() + days / 2 <= next.daysInMonth() + 1
                       ? next
                       : QDate(date.year(), date.month(), 1).addMonths(1);
        }
        if (days < 366)
            return date.addMonths(days < 62 ? 1 : days < 124 ? 3 : 6);
        return date.addYears(static_cast<int>(std::clamp<std::int64_t>(days / 365, 1, 5000)));
    }

    const TimeAxis& m_axis;
    const TickOptions& m_options;
    TimeDisplay m_display;
    TickOptions m_relativeOptions;
    LabelRow m_absolute;
    LabelRow m_relative;
};

void realTimeTicks(const TimeAxis& axis, const TickOptions& options, TickMaker& maker)
{
    EvenPart part;
    // A label whose mark is just left of the view still reaches into it.
    part.from = axis.timeAt(options.from - 40 * options.characterWidth);
    part.to = axis.timeAt(options.to);
    part.origin = axis.start();
    part.scale =
        (axis.contentWidth() - 2 * TimeAxis::kMargin) / static_cast<double>((axis.end() - axis.start()).count());
    part.limit = axis.contentWidth();
    maker.absolute(part);
    maker.relative(part);
}

void compressedTicks(const TimeAxis& axis, const TickOptions& options, TickMaker& maker)
{
    const double reach = 40 * options.characterWidth;
    for (std::size_t i = axis.stretchAt(options.from); i < axis.count() && axis.left(i) < options.to; ++i) {
        if (axis.isBreak(i))
            continue;
        EvenPart part;
        part.from = std::max(axis.stretch(i).start, axis.timeAt(options.from - reach));
        part.to = std::min(axis.stretch(i).end, axis.timeAt(options.to));
        part.origin = axis.stretch(i).origin;
        part.scale = axis.scaleAt(i);
        part.limit = axis.right(i);
        const double wide = 3 * (12 * options.characterWidth + kLabelGap);
        const double limit = i + 1 < axis.count() ? axis.right(i + 1) : axis.contentWidth();
        // The words may reach into the break behind as far as its sign.
        if (axis.width(i) < wide || !maker.hasAbsolute(part))
            maker.startOf(i, limit);
        else
            maker.absolute(part);
        if (axis.width(i) < wide)
            maker.shortStretch(i);
        else
            maker.relative(part);
    }
}

} // namespace

RulerTicks rulerTicks(const TimeAxis& axis, const TickOptions& options)
{
    RulerTicks ticks;
    if (axis.isEmpty() || options.to <= options.from)
        return ticks;
    TickMaker maker(axis, options, ticks);
    if (axis.mode() == AxisMode::RealTime)
        realTimeTicks(axis, options, maker);
    else
        compressedTicks(axis, options, maker);
    return ticks;
}

Duration niceStep(Duration atLeast)
{
    const std::int64_t wanted = std::max<std::int64_t>(atLeast.count(), 1);
    if (wanted > kSecond / 2 && wanted <= kDay)
        return Duration(*std::lower_bound(kClockSteps.begin(), kClockSteps.end(), wanted));
    const std::int64_t unit = wanted > kDay ? kDay : 1;
    for (std::int64_t power = unit;; power *= 10) {
        for (const std::int64_t factor : {1, 2, 5}) {
            if (power > 900'000'000'000'000'000 / factor || power * factor >= wanted)
                return Duration(std::min<std::int64_t>(power * factor, 1'000'000'000'000'000'000));
        }
    }
}

namespace {

/// Two figures and a unit without a space: the narrowest form there is.
QString narrowDuration(Duration duration)
{
    struct Unit
    {
        std::int64_t micros;
        QStringView text;
    };
    static constexpr std::array<Unit, 7> kUnits{
        {{365 * kDay, u"y"}, {kDay, u"d"}, {kHour, u"h"}, {kMinute, u"m"}, {kSecond, u"s"}, {1000, u"ms"}, {1, u"µs"}}};
    const std::int64_t micros = duration.count();
    for (const Unit& unit : kUnits) {
        if (micros < unit.micros)
            continue;
        const double value = static_cast<double>(micros) / static_cast<double>(unit.micros);
        const bool figure = value < 9.95 && unit.micros != 1 && micros % unit.micros != 0;
        return QString::number(value, 'f', figure ? 1 : 0) + unit.text;
    }
    return QStringLiteral("0");
}

} // namespace

QString fittingDuration(Duration duration, int maximumCharacters)
{
    QString text = durationText(duration);
    while (text.size() > maximumCharacters) {
        // Units stand as pairs of number and unit; the last pair is the least telling one.
        const qsizetype unit = text.lastIndexOf(QLatin1Char(' '));
        const qsizetype number = unit < 0 ? -1 : text.lastIndexOf(QLatin1Char(' '), unit - 1);
        if (number < 0)
            return narrowDuration(duration);
        text.truncate(number);
    }
    return text;
}

} // namespace durascope::models
