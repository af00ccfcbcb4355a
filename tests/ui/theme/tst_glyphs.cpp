// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/glyph_shapes.h"
#include "ui/theme/palette.h"

#include <QImage>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace durascope;
using namespace durascope::ui;

namespace {

QByteArray pixels(const std::function<void(QPainter&, const QRectF&)>& paint, int size)
{
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paint(painter, QRectF(0, 0, size, size));
    painter.end();
    return QByteArray(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes());
}

QRectF inkOf(const GlyphShape& shape)
{
    constexpr double kHalf = kGlyphStroke / 2;
    const QRectF lines = shape.lines.boundingRect().adjusted(-kHalf, -kHalf, kHalf, kHalf);
    return shape.lines.isEmpty() ? shape.fill.boundingRect() : lines.united(shape.fill.boundingRect());
}

} // namespace

class TestGlyphs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*"))); }

    void everyShapeStaysInItsGrid()
    {
        const QRectF grid(0, 0, kGlyphGrid, kGlyphGrid);
        const auto check = [&grid](const GlyphShape& shape, int number) {
            QVERIFY2(grid.contains(inkOf(shape)), qPrintable(QString::number(number)));
            QVERIFY(!shape.lines.isEmpty() || !shape.fill.isEmpty());
        };
        for (int i = 0; i < models::kVisualStateCount; ++i)
            check(shapeOf(static_cast<models::VisualState>(i)), i);
        for (int i = 0; i <= static_cast<int>(models::OperationKind::Generic); ++i)
            check(shapeOf(static_cast<models::OperationKind>(i)), i);
        for (int i = 0; i <= static_cast<int>(ActionGlyph::BottomPanel); ++i)
            check(shapeOf(static_cast<ActionGlyph>(i)), i);
    }

    void statesAndKindsAreToldApartByShapeAlone_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {14, 16, 24, 32})
            QTest::addRow("%d px", size) << size;
    }
    void statesAndKindsAreToldApartByShapeAlone()
    {
        QFETCH(int, size);
        std::set<QByteArray> states;
        for (int i = 0; i < models::kVisualStateCount; ++i) {
            states.insert(pixels(
                [i](QPainter& painter, const QRectF& area) {
                    paintStateGlyph(painter, area, static_cast<models::VisualState>(i), Qt::black);
                },
                size));
        }
        QCOMPARE(static_cast<int>(states.size()), models::kVisualStateCount);
        std::set<QByteArray> kinds;
        const int count = static_cast<int>(models::OperationKind::Generic) + 1;
        for (int i = 0; i < count; ++i) {
            kinds.insert(pixels(
                [i](QPainter& painter, const QRectF& area) {
                    paintKindGlyph(painter, area, static_cast<models::OperationKind>(i), Qt::black);
                },
                size));
        }
        QCOMPARE(static_cast<int>(kinds.size()), count);
    }

    void paintingLeavesThePainterAsItWas()
    {
        QImage image(32, 32, QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&image);
        painter.setPen(QPen(Qt::red, 3));
        painter.translate(2, 1);
        const QTransform before = painter.transform();
        paintActionGlyph(painter, QRectF(0, 0, 20, 16), ActionGlyph::Play, Qt::blue);
        QCOMPARE(painter.transform(), before);
        QCOMPARE(painter.pen(), QPen(Qt::red, 3));
        QVERIFY(!painter.testRenderHint(QPainter::Antialiasing));
    }

    void iconsFollowThemeAndMode()
    {
        Theme::instance().setChoice(ThemeChoice::Dark);
        const QIcon icon = actionIcon(ActionGlyph::Play);
        const QImage dark = icon.pixmap(16).toImage();
        const QImage disabled = icon.pixmap(16, QIcon::Disabled).toImage();
        QVERIFY(dark != disabled);
        QCOMPARE(dark.pixelColor(7, 8), darkPalette().text);
        Theme::instance().setChoice(ThemeChoice::Light);
        QCOMPARE(icon.pixmap(16).toImage().pixelColor(7, 8), lightPalette().text);
    }

    void iconsAreSharpAtEveryPixelRatio()
    {
        const QPixmap twice = actionIcon(ActionGlyph::Pause).pixmap(QSize(16, 16), 2.0);
        QCOMPARE(twice.size(), QSize(32, 32));
        QCOMPARE(twice.devicePixelRatio(), 2.0);
    }
};

QTEST_MAIN(TestGlyphs)
#include "tst_glyphs.moc"
