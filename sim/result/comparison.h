/* Two scenarios and their answers, compared. */
#ifndef PLY_RESULT_COMPARISON_H
#define PLY_RESULT_COMPARISON_H

#include "sim/result/bundle.h"

/* Either side of a comparison. */
typedef struct ply_side {
  const char *file, *id, *title, *digest;
} ply_side;

typedef struct ply_number_side {
  double low, base, high;
  const char *grade;
} ply_number_side;

/* A number that both scenarios give and that is not the same. */
typedef struct ply_number_change {
  const char *pointer; /* JSON Pointer into both merged scenarios */
  ply_number_side a, b;
} ply_number_change;

/* Anything else that differs in the files. */
typedef struct ply_other_change {
  const char *pointer;
  const char *a, *b; /* compact JSON; NULL: not there */
  bool words;        /* a text for people, on which no answer turns */
} ply_other_change;

typedef enum ply_value_kind {
  PLY_VALUE_NONE, /* not there */
  PLY_VALUE_BOOL,
  PLY_VALUE_COUNT,
  PLY_VALUE_NUMBER,
  PLY_VALUE_WORD
} ply_value_kind;

typedef struct ply_value {
  ply_value_kind kind;
  bool truth;
  ply_count count;
  double number;
  const char *word;
} ply_value;

/* An answer that differs. */
typedef struct ply_answer_change {
  const char *part;    /* "sets", "actors", "red lines", "designs", "solutions" */
  const char *of;      /* the design, actor, line or solution; NULL: of the whole */
  const char *what;    /* "acceptable", "clock", or, of one actor, "margin", "payoff", "answer" */
  const char *who;     /* that actor, or NULL */
  const char *pointer; /* where it stands in the JSON of a result */
  ply_value a, b;
} ply_answer_change;

typedef struct ply_comparison {
  ply_arena *arena; /* owns everything below */
  const char *version;
  ply_side a, b;
  size_t n_numbers, n_others, n_answers;
  const ply_number_change *numbers;
  const ply_other_change *others;
  bool solved;  /* whether the answers were compared */
  bool joining; /* whether either has candidates: else sustained, stable and acceptable are one */
  const ply_answer_change *answers;
  const char *stopped_by; /* the limit that came first in either solve, or NULL */
  bool complete;          /* false: what was not decided in both is not compared */
  int n_failed_checks;    /* of both results */
} ply_comparison;

ply_comparison *ply_comparison_new(void); /* empty, with an arena; NULL without memory */
void ply_comparison_free(ply_comparison *comparison);

#endif
