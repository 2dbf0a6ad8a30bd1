/* How does a script become a page that a browser can open?
 *
 * A page of its own carries style, data and script inside and forbids itself, by a content security policy,
 * to fetch anything. The data is JSON inside a script element of a type that no browser runs: blanks between
 * tokens are left out, and every "<" is written as an escape, so that no text of a scenario can end the
 * element (HTML Living Standard, 4.12.1.3). Cost: one pass over the bytes. */
#include "sim/render/render.h"

#include <string.h>

/* Plain text inside markup or an attribute. */
static void add_escaped(ply_text *out, const char *text) {
  for (const char *c = text; *c != '\0'; c++) {
    switch (*c) {
    case '&': ply_text_add(out, "&amp;"); break;
    case '<': ply_text_add(out, "&lt;"); break;
    case '>': ply_text_add(out, "&gt;"); break;
    case '"': ply_text_add(out, "&quot;"); break;
    case '\'': ply_text_add(out, "&#39;"); break;
    default: ply_text_add_n(out, c, 1);
    }
  }
}

static bool blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* JSON without blanks between tokens and without "<". Runs of plain bytes are copied at once. */
static void add_json(ply_text *out, const char *json) {
  bool inside = false;
  const char *run = json;
  for (const char *c = json;; c++) {
    bool skip = !inside && blank(*c), angle = *c == '<';
    if (*c == '\0' || skip || angle) {
      ply_text_add_n(out, run, (size_t)(c - run));
      run = c + 1;
    }
    if (*c == '\0') return;
    if (angle) ply_text_add(out, "\\u003c");
    if (inside && *c == '\\' && c[1] != '\0')
      c++;
    else if (*c == '"')
      inside = !inside;
  }
}

static void add_style(const ply_html_page *page, ply_text *out) {
  if (page->style_bytes != NULL) {
    ply_text_add(out, "<style>");
    ply_text_add_n(out, (const char *)page->style_bytes, page->style_size);
    ply_text_add(out, "</style>\n");
  } else {
    ply_text_add(out, "<link rel=\"stylesheet\" href=\"");
    add_escaped(out, page->style);
    ply_text_add(out, "\">\n");
  }
}

static void add_script(const ply_html_page *page, ply_text *out) {
  if (page->script_bytes != NULL) {
    ply_text_add(out, "<script>");
    ply_text_add_n(out, (const char *)page->script_bytes, page->script_size);
    ply_text_add(out, "</script>\n");
  } else {
    ply_text_add(out, "<script src=\"");
    add_escaped(out, page->script);
    ply_text_add(out, "\"></script>\n");
  }
}

void ply_html_page_add(const ply_html_page *page, ply_text *out) {
  ply_text_add(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
  if (page->script_bytes != NULL)
    ply_text_add(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "img-src data:; script-src 'unsafe-inline'; style-src 'unsafe-inline'\">\n");
  ply_text_add(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n"
                    "<link rel=\"icon\" href=\"data:,\">\n<title>");
  add_escaped(out, page->title);
  ply_text_add(out, "</title>\n");
  add_style(page, out);
  ply_text_add(out,
               "</head>\n<body>\n<main id=\"app\"><noscript>This page needs JavaScript; it fetches nothing."
               "</noscript></main>\n");
  if (page->data != NULL) {
    ply_text_add(out, "<script type=\"application/json\" id=\"data\">");
    add_json(out, page->data);
    ply_text_add(out, "</script>\n");
  }
  add_script(page, out);
  ply_text_add(out, "</body>\n</html>\n");
}
