/* The JSON Schema (draft 2020-12) of plan files, for editors: from the tables of fields that read them, and
 * one row here for each field that has a reader of its own. What a schema cannot say (pointers that match,
 * methods that fit what moves) the program checks. */
#include "sim/sweep/plan/plan.h"

#include <string.h>

static const char pointer[] = "{\"type\": \"string\", \"pattern\": \"^/\"}";

/* Fields with a reader of their own; what stands in for a pointer is %s. */
static const struct {
  const char *key, *schema;
} own[] = {
    {"at", "\"anyOf\": [%s, {\"type\": \"array\", \"items\": %s}]"},
    {"block", "\"type\": \"integer\", \"minimum\": 1"},
    {"n", "\"type\": \"integer\", \"minimum\": 1"},
    {"outputs", "\"type\": \"array\", \"items\": {\"type\": \"string\", \"minLength\": 1}"},
    {"parameters", "\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/parameter\"}"},
    {"points", "\"type\": \"array\", \"items\": {\"type\": \"array\"}"},
    {"seed", "\"type\": \"integer\", \"minimum\": 0"},
    {"set", "\"type\": \"object\", \"propertyNames\": %s"},
    {"values", "\"type\": \"array\", \"minItems\": 1"},
};

static void add_words(const char *const *words, ply_text *out) {
  ply_text_add(out, "[");
  for (int i = 0; words[i] != NULL; i++) ply_text_addf(out, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
  ply_text_add(out, "]");
}

static void add_own(const char *schema, ply_text *out) {
  for (const char *p = schema; *p != '\0'; p++) {
    if (p[0] == '%' && p[1] == 's')
      ply_text_add(out, pointer), p++;
    else
      ply_text_add_n(out, p, 1);
  }
}

static void add_value(const ply_key *row, ply_text *out) {
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (strcmp(own[i].key, row->key) == 0) {
      add_own(own[i].schema, out);
      return;
    }
  if (strcmp(row->key, "uncertain") == 0) {
    ply_text_add(out, "\"anyOf\": [{\"const\": \"all\"}, {\"type\": \"array\", \"items\": {\"enum\": ");
    add_words(ply_grade_words, out);
    ply_text_add(out, "}}]");
  } else if (row->kind == K_WORD) {
    ply_text_add(out, "\"enum\": ");
    add_words(row->words, out);
  } else if (row->kind == K_WHOLE) {
    ply_text_addf(out, "\"type\": \"integer\", \"minimum\": %.0f, \"maximum\": %.0f", row->min, row->max);
  } else {
    ply_text_addf(out, "\"type\": \"%s\"",
                  row->kind == K_BOOL   ? "boolean"
                  : row->kind == K_REAL ? "number"
                                        : "string");
    if (row->flags & F_NOT_EMPTY) ply_text_add(out, ", \"minLength\": 1");
  }
}

static void add_shape(const ply_shape *of, const char *indent, ply_text *out) {
  ply_text_addf(out, "%s\"type\": \"object\",\n%s\"properties\": {", indent, indent);
  for (const ply_key *row = of->fields; row->key != NULL; row++) {
    ply_text_addf(out, "%s\n%s  \"%s\": {", row > of->fields ? "," : "", indent, row->key);
    add_value(row, out);
    ply_text_addf(out, ", \"description\": \"%s\"}", row->help);
  }
  ply_text_addf(out, ",\n%s  \"notes\": {\"description\": \"For people.\"}", indent);
  ply_text_addf(out, "\n%s},\n%s\"required\": [", indent, indent);
  bool any = false;
  for (const ply_key *row = of->fields; row->key != NULL; row++) {
    if (!(row->flags & F_REQUIRED)) continue;
    ply_text_addf(out, "%s\"%s\"", any ? ", " : "", row->key);
    any = true;
  }
  ply_text_addf(out, "],\n%s\"additionalProperties\": false", indent);
}

ply_status ply_plan_schema(ply_text *out, ply_err *err) {
  ply_text_add(
      out, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
           "  \"title\": \"parley sweep plan, format 1\",\n"
           "  \"description\": \"Made by `parley schema --plan` from the program's table of fields.\",\n");
  add_shape(&ply_plan_shape, "  ", out);
  ply_text_add(out, ",\n  \"$defs\": {\n    \"parameter\": {\n");
  add_shape(&ply_plan_asked_shape, "      ", out);
  ply_text_add(out, "\n    }\n  }\n}\n");
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
}
