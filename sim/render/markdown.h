/* What the parts of the Markdown report share. Private to sim/render. */
#ifndef PLY_RENDER_MARKDOWN_H
#define PLY_RENDER_MARKDOWN_H

#include "sim/base/base.h"

#include <cjson/cJSON.h>

static inline const cJSON *at(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* Its text, or "". */
static inline const char *string_of(const cJSON *item) {
  const char *text = cJSON_GetStringValue(item);
  return text != NULL ? text : "";
}

/* Text on one line, with what Markdown or HTML would take as markup escaped. */
void ply_markdown_words(ply_text *out, const char *text);

/* The name of an entry of a group of the frame ("actors", "issues", "levels"), or its id. */
void ply_markdown_name(ply_text *out, const cJSON *frame, const char *group, const char *id);
/* Digits behind the point of an actor's payoffs. */
int ply_markdown_digits(const cJSON *result, const char *actor);

/* What each design lacks, what is better for all, the nearest miss (markdown_lacks.c). explanations: or NULL. */
void ply_markdown_lacks(const cJSON *result, const cJSON *explanations, ply_text *out);

/* What sweeps found: the texts of parley_sweep_summary, an array or NULL. digest: of the report's scenario.
 */
void ply_markdown_sweeps(const cJSON *sweeps, const char *digest, ply_text *out);

#endif
