/* The address for students as a QR code: half blocks for a terminal (two modules a character, light ones
 * drawn, so that it reads on dark and light screens alike) and SVG for the projector. */
#include "sim/class/paper/paper.h"

#ifdef PLY_HAVE_QRENCODE
#include <qrencode.h>

enum { QUIET = 2 };

static bool dark(const QRcode *code, int x, int y) {
  if (x < 0 || y < 0 || x >= code->width || y >= code->width) return false;
  return (code->data[y * code->width + x] & 1) != 0;
}

bool ply_class_qr_text(const char *words, ply_text *out) {
  QRcode *code = QRcode_encodeString(words, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  if (code == NULL) return false;
  for (int y = -QUIET; y < code->width + QUIET; y += 2) {
    ply_text_add(out, "  ");
    for (int x = -QUIET; x < code->width + QUIET; x++) {
      bool above = !dark(code, x, y), below = !dark(code, x, y + 1);
      ply_text_add(out, above && below ? "\xE2\x96\x88"
                        : above        ? "\xE2\x96\x80"
                        : below        ? "\xE2\x96\x84"
                                       : " ");
    }
    ply_text_add(out, "\n");
  }
  QRcode_free(code);
  return true;
}

bool ply_class_qr_svg(const char *words, ply_text *out) {
  QRcode *code = QRcode_encodeString(words, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  if (code == NULL) return false;
  int side = code->width + 8;
  ply_text_addf(
      out,
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
      "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
      side, side, side, side);
  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++)
      if (dark(code, x, y)) ply_text_addf(out, "M%d %dh1v1h-1z", x + 4, y + 4);
  ply_text_add(out, "\"/></svg>\n");
  QRcode_free(code);
  return true;
}

#else

bool ply_class_qr_text(const char *words, ply_text *out) { return (void)words, (void)out, false; }
bool ply_class_qr_svg(const char *words, ply_text *out) { return (void)words, (void)out, false; }

#endif
