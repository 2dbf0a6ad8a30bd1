/* How does a page of text look? Headings, paragraphs wrapped by the width that a terminal gives each
 * character, and the colours of the few styles. Nothing here knows what is being told; the sections
 * (text_*.c, explain_text.c) do.
 *
 * Colours are the eight of ECMA-48, which every terminal maps to its own palette, never the only carrier of a
 * meaning. */
#include "sim/render/page.h"

#include <string.h>

ply_page ply_page_start(ply_text *out, const ply_render_settings *settings) {
  ply_page page = {.out = out, .width = PLY_RENDER_WIDTH, .color = false};
  if (settings == NULL) return page;
  page.color = settings->color;
  if (settings->width > 0) page.width = settings->width;
  if (page.width < PLY_RENDER_NARROWEST) page.width = PLY_RENDER_NARROWEST;
  if (page.width > PLY_RENDER_WIDEST) page.width = PLY_RENDER_WIDEST;
  return page;
}

static const char *style_code(ply_style style) {
  switch (style) {
  case PLY_PLAIN: return "";
  case PLY_STRONG: return "1";
  case PLY_GOOD: return "32";
  case PLY_BAD: return "31";
  case PLY_REDLINE: return "1;31";
  case PLY_QUIET: return "2";
  }
  return "";
}

void ply_page_styled(ply_page *page, ply_style style, const char *text, size_t length) {
  bool color = page->color && style != PLY_PLAIN && length > 0;
  if (color) ply_text_addf(page->out, "\033[%sm", style_code(style));
  ply_text_add_n(page->out, text, length);
  if (color) ply_text_add(page->out, "\033[0m");
}

void ply_page_done(ply_page *page, ply_text *text) {
  page->out->failed |= text->failed;
  ply_text_done(text);
}

void ply_page_blank(ply_page *page) {
  if (page->out->length > 0) ply_text_add(page->out, "\n");
}

void ply_page_heading(ply_page *page, const char *heading) {
  ply_page_blank(page);
  ply_page_styled(page, PLY_STRONG, heading, strlen(heading));
  ply_text_add(page->out, "\n");
}

void ply_text_add_visible(ply_text *out, const char *text) {
  for (const unsigned char *s = (const unsigned char *)text; *s != '\0';) {
    size_t n = ply_utf8_length(s, SIZE_MAX);
    if (n == 0)
      ply_text_addf(out, "\\x%02x", *s);
    else if (*s == '\n' || *s == '\r' || *s == '\t')
      ply_text_add(out, " ");
    else if (ply_utf8_unsafe(s, n) != 0)
      ply_text_addf(out, "\\u%04x", ply_utf8_unsafe(s, n));
    else
      ply_text_add_n(out, (const char *)s, n);
    s += n > 0 ? n : 1;
  }
}

static void spaces(ply_text *out, int n) {
  for (; n > 0; n--) ply_text_add_n(out, " ", 1);
}

/* The width of the first n bytes of s. A word longer than the buffer is wider than any page. */
static int width_of(const char *s, size_t n) {
  char word[512];
  if (n >= sizeof word) return PLY_RENDER_WIDEST;
  memcpy(word, s, n);
  word[n] = '\0';
  return ply_text_width(word);
}

/* A word ends at a blank, but "22.2 %" is one word. */
static size_t word_length(const char *s) {
  size_t n = strcspn(s, " ");
  return n > 0 && strncmp(s + n, " %", 2) == 0 ? n + 1 + strcspn(s + n + 1, " ") : n;
}

/* The end of the line that starts at s: as many words as fit into `room` columns, at least one. Returns its
 * length in bytes. */
static size_t line_length(const char *s, int room) {
  size_t end = 0;
  int used = 0;
  for (size_t at = 0; s[at] != '\0';) {
    size_t gap = strspn(s + at, " "), word = word_length(s + at + gap);
    if (word == 0) break;
    used += (int)gap + width_of(s + at + gap, word);
    if (end > 0 && used > room) break;
    end = at += gap + word;
  }
  return end;
}

void ply_page_para(ply_page *page, int indent, const char *hang, ply_style style, const char *format, ...) {
  ply_text whole;
  ply_text_init(&whole);
  va_list args;
  va_start(args, format);
  ply_text_addv(&whole, format, args);
  va_end(args);
  ply_text visible;
  ply_text_init(&visible);
  ply_text_add_visible(&visible, ply_list_string(&whole));
  page->out->failed |= whole.failed || visible.failed;
  const char *text = ply_list_string(&visible);
  int inner = indent + (hang != NULL ? ply_text_width(hang) + 1 : 0), room = page->width - inner;
  const char *s = text + strspn(text, " ");
  for (bool first = true; *s != '\0'; first = false) {
    size_t length = line_length(s, room);
    spaces(page->out, first && hang != NULL ? indent : inner);
    if (first && hang != NULL) ply_text_addf(page->out, "%s ", hang);
    ply_page_styled(page, style, s, length);
    ply_text_add(page->out, "\n");
    s += length;
    s += strspn(s, " ");
  }
  ply_text_done(&visible);
  ply_text_done(&whole);
}

void ply_list_add(ply_text *list, const char *item) {
  if (list->length > 0) ply_text_add(list, ", ");
  ply_text_add(list, item);
}

void ply_page_text_done(ply_page *page, ply_text *text) {
  page->out->failed |= text->failed;
  ply_text_done(text);
}

const char *ply_list_string(const ply_text *list) { return list->data != NULL ? list->data : ""; }
