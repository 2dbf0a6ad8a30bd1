/* The ground floor: status and error, diagnostics, arena, growing text, seeded random streams, the stop flag.
 * Includes nothing of ours. Every function here is safe to call from several threads on different objects. */
#ifndef PLY_BASE_H
#define PLY_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define PLY_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define PLY_PRINTF(fmt, args)
#endif

/* The tolerance of comparisons: a >= b means a >= b - PLY_EPS. Of an actor's payoffs it is that of their size (ply_game.eps). */
#define PLY_EPS 1e-9

/* ---- status: did the call work ---- */

typedef enum ply_status {
  PLY_OK = 0,
  PLY_E_USAGE,   /* the caller asked for something that does not exist: exit 2 */
  PLY_E_INPUT,   /* the file says something wrong: exit 3 */
  PLY_E_LIMIT,   /* a size or a budget does not allow it: exit 4 */
  PLY_E_MEMORY,  /* no memory: exit 5 */
  PLY_E_SYSTEM,  /* file or operating system: exit 5 */
  PLY_E_STOPPED, /* interrupted by the user: exit 130 */
} ply_status;

/* ---- outcome: what a search established (never mixed with status) ---- */

typedef enum ply_outcome {
  PLY_FOUND = 0,     /* all found, or the optimum proved */
  PLY_PROVED_NONE,   /* there is none, proved */
  PLY_LIMIT_REACHED, /* a limit or a stop came first: what is given is proved, but not complete */
} ply_outcome;

/* "found", "proved_none", "limit_reached". */
const char *ply_outcome_name(ply_outcome outcome);

/* One failure, told so that a person can mend it: where, what, what would be allowed. */
typedef struct ply_err {
  ply_status status;
  int line, column; /* 1-based; 0 = not known */
  char message[400];
  char file[400];
  char pointer[256]; /* JSON Pointer (RFC 6901), "" = the whole file or none */
} ply_err;

/* Fills *err (which may be NULL) and returns status, so that `return ply_err_set(err, ...)` reads well. */
ply_status ply_err_set(ply_err *err, ply_status status, const char *format, ...) PLY_PRINTF(3, 4);

/* ---- diagnostics: every problem of a file at once ---- */

typedef enum ply_severity { PLY_ERROR = 0, PLY_WARNING } ply_severity;

typedef struct ply_diag {
  char code[8]; /* "P103"; stable */
  ply_severity severity;
  char *file, *pointer; /* never NULL */
  int line, column;     /* 1-based; 0 = not known */
  int width;            /* characters to underline from column; at least 1 */
  char *message;        /* one line: what is wrong and what would be allowed */
  char *suggestion;     /* "did you mean ..." value only, or NULL */
  char *note;           /* or NULL */
  char *source;         /* the text of the line, shortened around the column if long, or NULL */
  int source_column;    /* 1-based column of the place inside `source` */
} ply_diag;

typedef struct ply_diags {
  ply_diag *items;
  size_t count, capacity;
  size_t n_errors, n_warnings; /* all that were reported, those beyond the kept ones too */
  bool out_of_memory;
} ply_diags;

/* Keeps at most this many; the rest are only counted. */
#define PLY_DIAGS_KEPT 1000

void ply_diags_init(ply_diags *diags);
void ply_diags_done(ply_diags *diags);
/* Adds a copy of *diag (strings are copied; NULL strings stay NULL, file and pointer become ""). */
void ply_diags_add(ply_diags *diags, const ply_diag *diag);

/* ---- arena: one owner for many small things ---- */

/* Asks for huge pages for a large block just allocated: whoever fills it then waits for few page faults. Advice only. */
void ply_huge_pages(void *at, size_t bytes);

typedef struct ply_arena ply_arena;
ply_arena *ply_arena_new(void); /* NULL without memory */
void ply_arena_free(ply_arena *arena);
/* From now on allocations fail that would take the arena beyond so many bytes; 0: no limit. */
void ply_arena_limit(ply_arena *arena, size_t bytes);
/* How many bytes it may still take; 0 once an allocation failed because of the limit. */
size_t ply_arena_left(const ply_arena *arena);
void *ply_arena_alloc(ply_arena *arena, size_t n,
                      size_t size); /* zeroed, n*size checked for overflow; NULL without memory */
char *ply_arena_strdup(ply_arena *arena, const char *text);
char *ply_arena_printf(ply_arena *arena, const char *format, ...) PLY_PRINTF(2, 3);
#define PLY_NEW(arena, n, type) ((type *)ply_arena_alloc((arena), (size_t)(n), sizeof(type)))

/* ---- growing text ---- */

typedef struct ply_text {
  char *data; /* NUL-terminated once anything was added; NULL before */
  size_t length, capacity;
  bool failed; /* no memory: later additions do nothing */
} ply_text;

void ply_text_init(ply_text *text);
void ply_text_done(ply_text *text);
void ply_text_add(ply_text *text, const char *s);
void ply_text_add_n(ply_text *text, const char *s, size_t n);
void ply_text_addf(ply_text *text, const char *format, ...) PLY_PRINTF(2, 3);
void ply_text_addv(ply_text *text, const char *format, va_list args) PLY_PRINTF(2, 0);
/* The shortest of %.15g, %.16g, %.17g that reads back as the same double; "." whatever the locale. -0 prints
 * as 0. */
void ply_text_number(ply_text *text, double value);
/* A whole number, as "%llu". */
void ply_text_whole(ply_text *text, uint64_t value);
/* A JSON string with its quotes; control characters escaped. */
void ply_text_json(ply_text *text, const char *s);
/* A field of a CSV table (RFC 4180): in quotes where it holds a comma, a quote or the end of a line. */
void ply_text_csv(ply_text *text, const char *s);
/* Hands the string over (the caller frees it with free()); an empty text gives "". NULL if it failed. */
char *ply_text_take(ply_text *text);

/* ---- JSON written elsewhere ---- */

/* Whether the text is one JSON value (RFC 8259), nothing before or after it but blanks, nested less than 1,000 deep.
 * Needs no memory. */
bool ply_json_is_valid(const char *text, size_t length);
/* Its tree, for the caller to cJSON_Delete. PLY_E_INPUT where it is no JSON, PLY_E_MEMORY; then *out is NULL. */
struct cJSON;
ply_status ply_json_parse(const char *text, size_t length, struct cJSON **out);

/* ---- seeded random streams ---- */

/* xoshiro256** (Blackman and Vigna 2021, doi:10.1145/3460772) seeded by splitmix64 from (seed, stream):
 * the same pair gives the same numbers on every machine, and streams do not overlap in practice. */
typedef struct ply_rng {
  uint64_t s[4];
} ply_rng;
void ply_rng_init(ply_rng *rng, uint64_t seed, uint64_t stream);
uint64_t ply_rng_u64(ply_rng *rng);
double ply_rng_unit(ply_rng *rng);                    /* uniform in [0, 1), 53 bits */
uint64_t ply_rng_below(ply_rng *rng, uint64_t bound); /* uniform in 0 .. bound-1, unbiased; bound >= 1 */

/* ---- shares ---- */

/* Wilson's 95 % interval of a share, k of n, n >= 1. */
void ply_wilson_interval(uint64_t k, uint64_t n, double *low, double *high);

/* ---- stopping ---- */

/* Seconds on a clock that only ever goes forward; from an arbitrary start. */
double ply_seconds(void);

/* A flag that a signal handler or a timer sets and searches look at: nonzero = stop soon. NULL = never. */
typedef const volatile int *ply_stop;

/* ---- words ---- */

/* The candidate nearest to `word` by optimal string alignment distance, or NULL if none is near enough to
 * suggest (distance at most 2, or a third of the word). `candidates`: n strings. */
const char *ply_word_nearest(const char *word, const char *const *candidates, size_t n);
/* The grades of a number, worst first: assumed, outside, implied, stated; ends with NULL. */
extern const char *const ply_grade_words[];
/* Bytes of the well-formed UTF-8 character at s, 0 if it is none. */
size_t ply_utf8_length(const unsigned char *s, size_t left);
/* The code point of the character of n bytes at s where it must not reach a terminal or a page: C0 and C1 controls, DEL,
 * line separators (U+2028, U+2029), direction marks and overrides (U+200E, U+200F, U+202A..202E, U+2066..2069); else 0. */
unsigned ply_utf8_unsafe(const unsigned char *s, size_t n);
/* Columns a UTF-8 string takes on a terminal (combining marks 0, wide characters 2). */
int ply_text_width(const char *s);

#endif
