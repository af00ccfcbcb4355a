// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/theme/colour_science.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace durascope::test {

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

Triple linearOf(const QColor& colour)
{
    return {linear(colour.red() / 255.0), linear(colour.green() / 255.0), linear(colour.blue() / 255.0)};
}

Triple times(const Matrix& matrix, const Triple& v)
{
    Triple result{};
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
    return result;
}

double luminance(const QColor& colour)
{
    const Triple c = linearOf(colour);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

const Matrix& simulation(Vision vision)
{
    static constexpr std::array<Matrix, 4> s_matrices{
        Matrix{Triple{1, 0, 0}, Triple{0, 1, 0}, Triple{0, 0, 1}},
        Matrix{Triple{0.152286, 1.052583, -0.204868}, Triple{0.114503, 0.786281, 0.099216},
               Triple{-0.003882, -0.048116, 1.051998}},
        Matrix{Triple{0.367322, 0.860646, -0.227968}, Triple{0.280085, 0.672501, 0.047413},
               Triple{-0.011820, 0.042940, 0.968881}},
        Matrix{Triple{1.255528, -0.076749, -0.178779}, Triple{-0.078411, 0.930809, 0.147602},
               Triple{0.004733, 0.691367, 0.303900}}};
    return s_matrices[static_cast<std::size_t>(vision)];
}

/// CIELAB under D65.
Triple labOf(Triple rgb)
{
    for (double& channel : rgb)
        channel = std::clamp(channel, 0.0, 1.0);
    static constexpr Matrix kToXyz{Triple{0.4124564, 0.3575761, 0.1804375}, Triple{0.2126729, 0.7151522, 0.0721750},
                                   Triple{0.0193339, 0.1191920, 0.9503041}};
    const Triple xyz = times(kToXyz, rgb);
    const auto f = [](double t) { return t > 216.0 / 24389.0 ? std::cbrt(t) : (24389.0 / 27.0 * t + 16.0) / 116.0; };
    const double x = f(xyz[0] / 0.95047);
    const double y = f(xyz[1]);
    const double z = f(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double degrees(double radians)
{
    return radians * 180 / std::numbers::pi;
}

double radians(double angle)
{
    return angle * std::numbers::pi / 180;
}

double hueOf(double a, double b)
{
    if (a == 0 && b == 0)
        return 0;
    const double hue = degrees(std::atan2(b, a));
    return hue < 0 ? hue + 360 : hue;
}

struct Hues
{
    double difference = 0;
    double mean = 0;
};

Hues compareHues(double h1, double h2, bool grey)
{
    if (grey)
        return {0, h1 + h2};
    double difference = h2 - h1;
    if (difference > 180)
        difference -= 360;
    else if (difference < -180)
        difference += 360;
    double mean = (h1 + h2) / 2;
    if (std::abs(h1 - h2) > 180)
        mean += h1 + h2 < 360 ? 180 : -180;
    return {difference, mean};
}

double ciede2000(const Triple& first, const Triple& second)
{
    const double meanChroma = (std::hypot(first[1], first[2]) + std::hypot(second[1], second[2])) / 2;
    const double seventh = std::pow(meanChroma, 7);
    const double g = 0.5 * (1 - std::sqrt(seventh / (seventh + std::pow(25.0, 7))));
    const double a1 = first[1] * (1 + g);
    const double a2 = second[1] * (1 + g);
    const double c1 = std::hypot(a1, first[2]);
    const double c2 = std::hypot(a2, second[2]);
    const Hues hues = compareHues(hueOf(a1, first[2]), hueOf(a2, second[2]), c1 * c2 == 0);
    const double dL = second[0] - first[0];
    const double dC = c2 - c1;
    const double dH = 2 * std::sqrt(c1 * c2) * std::sin(radians(hues.difference / 2));
    const double meanL = (first[0] + second[0]) / 2;
    const double meanC = (c1 + c2) / 2;
    const double t = 1 - 0.17 * std::cos(radians(hues.mean - 30)) + 0.24 * std::cos(radians(2 * hues.mean)) +
                     0.32 * std::cos(radians(3 * hues.mean + 6)) - 0.20 * std::cos(radians(4 * hues.mean - 63));
    const double offset = (meanL - 50) * (meanL - 50);
    const double sL = 1 + 0.015 * offset / std::sqrt(20 + offset);
    const double sC = 1 + 0.045 * meanC;
    const double sH = 1 + 0.015 * meanC * t;
    const double turn = 30 * std::exp(-std::pow((hues.mean - 275) / 25, 2));
    const double c7 = std::pow(meanC, 7);
    const double rotation = -std::sin(radians(2 * turn)) * 2 * std::sqrt(c7 / (c7 + std::pow(25.0, 7)));
    return std::sqrt(std::pow(dL / sL, 2) + std::pow(dC / sC, 2) + std::pow(dH / sH, 2) +
                     rotation * (dC / sC) * (dH / sH));
}

} // namespace

double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor over(const QColor& upper, const QColor& lower)
{
    const double a = upper.alphaF();
    const auto mix = [a](int above, int below) { return qRound(above * a + below * (1 - a)); };
    return QColor(mix(upper.red(), lower.red()), mix(upper.green(), lower.green()), mix(upper.blue(), lower.blue()));
}

double colourDifference(const QColor& a, const QColor& b, Vision vision)
{
    const Matrix& seen = simulation(vision);
    return ciede2000(labOf(times(seen, linearOf(a))), labOf(times(seen, linearOf(b))));
}

} // namespace durascope::test
