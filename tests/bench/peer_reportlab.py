"""A badge with a photo, two scripts and a code by reportlab: milliseconds of processor time, median of single
badges and per page of one document. Usage: peer_reportlab.py PHOTO.jpg PAGES"""
import io
import statistics
import sys
import time

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = "/usr/share/fonts/truetype/noto/"
CODE = "LY1:" + "6BF6S0L70Q$2W3S6TIBAJF0S1H5C0Z0+2T5X5F0H0E7H2*0B0A51QS" * 3


def paint(canvas, photo, number):
    canvas.setFillColorRGB(0.06, 0.3, 0.36)
    canvas.rect(0, 126 * mm, 105 * mm, 22 * mm, stroke=0, fill=1)
    canvas.drawImage(photo, 7 * mm, 79 * mm, 32 * mm, 42 * mm)
    canvas.setFillColorRGB(0.08, 0.13, 0.17)
    for font, size, x, y, text in (
            ("Bold", 22, 26, 133, "Delegate"), ("Bold", 12, 44, 117, "Conference on Water"),
            ("Regular", 10, 44, 103, "24–25 November 2026"), ("Bold", 14, 44, 95, "Tajikistan"),
            ("Bold", 40, 7, 60, "Rahimova%d" % number), ("Regular", 24, 7, 49, "Dilnoza"),
            ("Regular", 22, 7, 39, "Раҳимова Дилноза")):
        canvas.setFont(font, size)
        canvas.drawString(x * mm, y * mm, text)
    code = QrCodeWidget(CODE[:154], barWidth=25 * mm, barHeight=25 * mm)
    drawing = Drawing(25 * mm, 25 * mm)
    drawing.add(code)
    renderPDF.draw(drawing, canvas, 73 * mm, 10 * mm)
    canvas.showPage()


def document(photo, pages):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(105 * mm, 148 * mm))
    for number in range(pages):
        paint(canvas, photo, number)
    canvas.save()
    return len(out.getvalue())


def main():
    photo, pages = sys.argv[1], int(sys.argv[2])
    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(name, FONTS + "NotoSans-%s.ttf" % name))
    document(photo, 1)
    times = []
    for _ in range(15):
        start = time.process_time()
        document(photo, 1)
        times.append(time.process_time() - start)
    start = time.process_time()
    document(photo, pages)
    batch = time.process_time() - start
    print("%.2f %.2f" % (statistics.median(times) * 1000, batch * 1000 / pages))


main()
