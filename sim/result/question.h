/* What is said of a question, once: its words, and the fields of its answer with their kinds. Text, JSON, CSV,
 * comparisons, outputs of sweeps and lists go by it. */
#ifndef PLY_RESULT_QUESTION_H
#define PLY_RESULT_QUESTION_H

#include "sim/base/base.h"

typedef enum ply_field_kind {
  PLY_FIELD_PRESENT,  /* bool: whether the question is asked at all; itself not told */
  PLY_FIELD_OUTCOME,  /* ply_outcome */
  PLY_FIELD_WORD,     /* const char *, or NULL */
  PLY_FIELD_BOOL,     /* bool */
  PLY_FIELD_INT,      /* int */
  PLY_FIELD_COUNT,    /* uint64_t */
  PLY_FIELD_NUMBER,   /* double */
  PLY_FIELD_ACTOR,    /* int, an actor; -1: none */
  PLY_FIELD_BY_ACTOR, /* const double *, [n_actors]; NULL: not told */
  PLY_FIELD_RANGES, /* two const double *, [n_actors] each: the least and the most; NULL: not told. JSON only */
  PLY_FIELD_OFFERS, /* a ply_talks_result: what drawn proposers offer first. JSON only */
  PLY_FIELD_BUNDLE, /* ply_bundle; its keys stand among those of the answer */
  PLY_FIELD_PART    /* a record with fields of its own */
} ply_field_kind;

/* When a field has something to tell. */
typedef enum ply_field_when {
  PLY_WHEN_ALWAYS,
  PLY_WHEN_FOUND,    /* left out unless found */
  PLY_WHEN_DECIDED,  /* left out where a limit came first */
  PLY_NULL_AT_LIMIT, /* null where a limit came first */
} ply_field_when;

/* Where a field is told, JSON apart, which tells all. */
enum {
  PLY_TELL_TEXT = 1, /* in the section that every question without one of its own gets */
  PLY_TELL_CSV = 2,
  PLY_TELL_COMPARED = 4,
  PLY_TELL_SWEPT = 8,         /* an output of sweeps: "question.field" */
  PLY_TELL_SWEPT_ANYWAY = 16, /* there whatever the outcome */
  PLY_TELL_EVERYWHERE = PLY_TELL_TEXT | PLY_TELL_CSV | PLY_TELL_COMPARED | PLY_TELL_SWEPT
};

typedef struct ply_field {
  const char *name;          /* its key */
  const char *label;         /* for people; NULL: the name */
  const char *output, *help; /* of an output of sweeps: "talks.round", one line; NULL where it is none */
  const char *unit;          /* "payoff units", "rounds"; NULL: none */
  ply_field_kind kind;
  ply_field_when when;
  unsigned tell;                /* PLY_TELL_... */
  size_t at;                    /* of the record: offsetof */
  const struct ply_field *part; /* PART: its fields, ending with a NULL name; they too lie in the record */
} ply_field;

typedef struct ply_question_words {
  const char *name;             /* its key: "talks" */
  const char *title;            /* ASCII: of its section, or NULL where a section of its own tells it */
  const char *help, *reference; /* for lists; reference may be NULL */
  bool flat;                    /* on one line of JSON */
  const ply_field *fields;      /* ending with a NULL name */
} ply_question_words;

/* An answer. verified: stamped by sim/verify, where the record has no stamps of its own. */
typedef struct ply_answer {
  const ply_question_words *question;
  const void *record;
  bool verified;
} ply_answer;

/* Where a field stands in a record. */
const void *ply_field_in(const ply_field *field, const void *record);
/* The outcome that the fields tell: of the first OUTCOME among them; PLY_FOUND where there is none. */
ply_outcome ply_fields_outcome(const ply_field *fields, const void *record);
/* Whether the question is asked of this scenario. */
bool ply_fields_present(const ply_field *fields, const void *record);
/* Whether the field has something to tell under this outcome. */
bool ply_field_told(const ply_field *field, ply_outcome outcome);
/* Says of every outcome among the fields and their parts that a limit came first. */
void ply_fields_stop(const ply_field *fields, void *record);

#endif
