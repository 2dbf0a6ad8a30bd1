/* What people read of the classroom, in their language: the catalogues of sim/web/words.json, which the pages use too,
 * carried inside the program. A text has places to fill in, "{who}", and a bar splits singular and plural by
 * the value "n". Private to the classroom. */
#ifndef PLY_CLASS_WORDS_H
#define PLY_CLASS_WORDS_H

#include "sim/base/base.h"

typedef struct ply_words ply_words;

/* The catalogue of a language ("" counts as en); what it lacks is said in English. NULL without memory. */
ply_words *ply_words_new(const char *language);
void ply_words_free(ply_words *words);
/* Whether there is one; all of them: "en, de, fr or (in part) ar". */
bool ply_words_known(const char *language);
const char *ply_words_languages(void);
/* The language itself. Borrowed. */
const char *ply_words_language(const ply_words *words);

/* What fills a place. */
typedef struct ply_said {
  const char *name; /* of the place; NULL ends a list */
  const char *text; /* NULL: the number */
  long n;
  bool markup; /* the text is markup already */
} ply_said;
static inline ply_said ply_word(const char *name, const char *text) {
  return (ply_said){.name = name, .text = text};
}
static inline ply_said ply_number_word(const char *name, long n) { return (ply_said){.name = name, .n = n}; }
static inline ply_said ply_markup(const char *name, const char *text) {
  return (ply_said){.name = name, .text = text, .markup = true};
}

/* The text of a key as it stands in the catalogue; a key that no catalogue has is its own text. Borrowed. */
const char *ply_words_of(const ply_words *words, const char *key);
/* Adds the text of a key with its places filled in. values: ended by one without a name; NULL for none. */
void ply_words_say(const ply_words *words, ply_text *out, const char *key, const ply_said *values);
/* The same as text of a page, and inside an element: tag "h2", or "th class=\"n\"". */
void ply_words_html(const ply_words *words, ply_text *out, const char *key, const ply_said *values);
void ply_words_tag(const ply_words *words, ply_text *out, const char *tag, const char *key,
                   const ply_said *values);
/* Fills *err; returns status. */
ply_status ply_words_err(const ply_words *words, ply_err *err, ply_status status, const char *key,
                         const ply_said *values);

/* Values written where they are used: ply_words_say(w, out, "key", PLY_SAID(ply_word("who", name))). */
#define PLY_SAID(...) ((const ply_said[]){__VA_ARGS__, {.name = NULL}})

/* Text with the five characters of markup escaped. */
void ply_words_escape(const char *text, ply_text *out);

#endif
