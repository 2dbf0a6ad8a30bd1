/* The catalogues: which text has a key, and how are its places filled? A catalogue is JSON, a section a use; the
 * classroom's C code reads the sections that it needs of the files that the pages are built from. Cost: a file is read
 * once a session; a look-up goes through a section. */
#include "sim/class/words/words.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const char *const english[] = {
#include "sim/class/words/words.inc"
};
static const char *const arabic[] = {
#include "sim/class/words/words.ar.inc"
};
static const char *const german[] = {
#include "sim/class/words/words.de.inc"
};
static const char *const french[] = {
#include "sim/class/words/words.fr.inc"
};

static const struct {
  const char *id;
  const char *const *lines;
  size_t n;
} languages[] = {{"en", english, sizeof english / sizeof *english},
                 {"de", german, sizeof german / sizeof *german},
                 {"fr", french, sizeof french / sizeof *french},
                 {"ar", arabic, sizeof arabic / sizeof *arabic}};
enum { N_LANGUAGES = sizeof languages / sizeof *languages };

/* What C says; "class" is the pages' own, of which it says some too. */
static const char *const sections[] = {"paper", "refused", "play", "class"};

struct ply_words {
  int language;
  cJSON *own, *english; /* the same one in English */
};

static int language_of(const char *id) {
  for (int l = 0; l < N_LANGUAGES; l++)
    if (strcmp(languages[l].id, id) == 0) return l;
  return -1;
}

bool ply_words_known(const char *language) { return language_of(language) >= 0; }
const char *ply_words_languages(void) { return "en, de, fr or (in part) ar"; }
const char *ply_words_language(const ply_words *words) { return languages[words->language].id; }

static cJSON *read_catalogue(int l) {
  ply_text text;
  ply_text_init(&text);
  for (size_t i = 0; i < languages[l].n; i++) ply_text_add(&text, languages[l].lines[i]);
  cJSON *root = text.failed ? NULL : cJSON_Parse(text.data);
  ply_text_done(&text);
  return root;
}

ply_words *ply_words_new(const char *language) {
  ply_words *words = calloc(1, sizeof *words);
  int l = language_of(language);
  if (words == NULL) return NULL;
  words->language = l < 0 ? 0 : l;
  words->english = read_catalogue(0);
  words->own = words->language == 0 ? words->english : read_catalogue(words->language);
  if (words->own != NULL && words->english != NULL) return words;
  ply_words_free(words);
  return NULL;
}

void ply_words_free(ply_words *words) {
  if (words == NULL) return;
  if (words->own != words->english) cJSON_Delete(words->own);
  cJSON_Delete(words->english);
  free(words);
}

static const char *find(const cJSON *root, const char *key) {
  for (size_t s = 0; s < sizeof sections / sizeof *sections; s++) {
    const cJSON *item =
        cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(root, sections[s]), key);
    if (cJSON_IsString(item)) return item->valuestring;
  }
  return NULL;
}

const char *ply_words_of(const ply_words *words, const char *key) {
  const char *text = find(words->own, key);
  if (text == NULL) text = find(words->english, key);
  return text != NULL ? text : key;
}

void ply_words_escape(const char *text, ply_text *out) {
  static const char *const marks[] = {"&&amp;", "<&lt;", ">&gt;", "\"&quot;", "'&#39;"};
  for (; *text != '\0'; text++) {
    size_t m = 0;
    while (m < sizeof marks / sizeof *marks && marks[m][0] != *text) m++;
    if (m < sizeof marks / sizeof *marks)
      ply_text_add(out, marks[m] + 1);
    else
      ply_text_add_n(out, text, 1);
  }
}

static const ply_said *value_of(const ply_said *values, const char *name, size_t length) {
  for (const ply_said *v = values; v != NULL && v->name != NULL; v++)
    if (strlen(v->name) == length && memcmp(v->name, name, length) == 0) return v;
  return NULL;
}

static void put(ply_text *out, const char *text, size_t n, bool html) {
  for (size_t i = 0; i < n; i++) {
    const char one[] = {text[i], '\0'};
    if (html)
      ply_words_escape(one, out);
    else
      ply_text_add_n(out, one, 1);
  }
}

/* One form of a text, up to `end`. */
static void fill(const char *text, const char *end, const ply_said *values, bool html, ply_text *out) {
  while (text < end) {
    const char *close = *text == '{' ? memchr(text, '}', (size_t)(end - text)) : NULL;
    const ply_said *value = close != NULL ? value_of(values, text + 1, (size_t)(close - text) - 1) : NULL;
    if (value == NULL)
      put(out, text, 1, html);
    else if (value->text == NULL)
      ply_text_addf(out, "%ld", value->n);
    else
      put(out, value->text, strlen(value->text), html && !value->markup);
    text = value == NULL ? text + 1 : close + 1;
  }
}

static void say(const ply_words *words, ply_text *out, const char *key, const ply_said *values, bool html) {
  const char *text = ply_words_of(words, key), *end = text + strlen(text), *bar = strchr(text, '|');
  const ply_said *n = value_of(values, "n", 1);
  bool one = n != NULL && n->text == NULL && n->n == 1;
  if (bar != NULL && n != NULL && one) end = bar;
  if (bar != NULL && n != NULL && !one) text = bar + 1;
  fill(text, end, values, html, out);
}

void ply_words_say(const ply_words *words, ply_text *out, const char *key, const ply_said *values) {
  say(words, out, key, values, false);
}

void ply_words_html(const ply_words *words, ply_text *out, const char *key, const ply_said *values) {
  say(words, out, key, values, true);
}

void ply_words_tag(const ply_words *words, ply_text *out, const char *tag, const char *key,
                   const ply_said *values) {
  ply_text_addf(out, "<%s>", tag);
  ply_words_html(words, out, key, values);
  ply_text_addf(out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

ply_status ply_words_err(const ply_words *words, ply_err *err, ply_status status, const char *key,
                         const ply_said *values) {
  ply_text text;
  ply_text_init(&text);
  ply_words_say(words, &text, key, values);
  ply_err_set(err, status, "%s", text.data != NULL ? text.data : key);
  ply_text_done(&text);
  return status;
}
