/* Negotiation domains as other tools keep them: issues, options, and parties whose payoffs are weighted sums
 * over issues. Each foreign format (genius.c, geniusweb.c, negolog.c, negmas.c, sheet.c) reads into this record
 * and, where it can, writes it; scenario.c turns it into a scenario file and back. Private to sim/interop but
 * for what sim/api calls. */
#ifndef PLY_INTEROP_DOMAIN_H
#define PLY_INTEROP_DOMAIN_H

#include "sim/base/base.h"

enum { PLY_DOMAIN_ISSUES = 64, PLY_DOMAIN_PARTIES = 64, PLY_DOMAIN_OPTIONS = 256 };

typedef struct ply_domain_issue {
  const char *name, *key; /* key: how profiles refer to it, where that is not the name (GENIUS: its index) */
  int n_options, room;
  const char **option; /* [n_options] names */
  bool is_range;       /* options are numbers from low to high */
  double low, high;
} ply_domain_issue;

typedef struct ply_domain_party {
  const char *name, *path; /* path: of its file */
  double reservation;
  bool has_reservation;
  double discount; /* share of the payoff that is left at the end of talks; 1: no cost of time */
  double weight[PLY_DOMAIN_ISSUES];
  double *value[PLY_DOMAIN_ISSUES]; /* [n_options]; NULL: not given */
} ply_domain_party;

typedef struct ply_domain {
  ply_arena *arena;
  const char *name, *format; /* format: of the files that it was read from */
  int n_issues, n_parties;
  ply_domain_issue issue[PLY_DOMAIN_ISSUES];
  ply_domain_party *party[PLY_DOMAIN_PARTIES];
  int steps;        /* how many values a range of real numbers is cut into */
  ply_diags *diags; /* warnings and errors, with their files */
} ply_domain;

ply_domain *ply_domain_new(ply_diags *diags); /* NULL without memory */
void ply_domain_free(ply_domain *domain);

/* A file to be read: its whole text. */
typedef struct ply_domain_file {
  const char *path, *text; /* NUL behind */
  size_t length;
} ply_domain_file;

/* What a reader makes of a file. */
typedef enum ply_domain_part {
  PLY_PART_NONE,
  PLY_PART_ISSUES,
  PLY_PART_PARTY,
  PLY_PART_BOTH
} ply_domain_part;

typedef struct ply_domain_format {
  const char *name, *help;
  /* What the file holds in this format; NONE: it is not of this format. */
  ply_domain_part (*holds)(const ply_domain_file *file);
  /* Adds the file's issues or parties. Problems go to domain->diags. PLY_E_INPUT where nothing can be made of
   * it, PLY_E_MEMORY. */
  ply_status (*read)(ply_domain *domain, const ply_domain_file *file, ply_err *err);
  /* NULL: not written. part: -1 the issues (or everything, where the format has one file), else a party.
   * name: of the file to be written, in the arena. PLY_E_USAGE where there is no such part. */
  ply_status (*write)(const ply_domain *domain, int part, const char **name, ply_text *out, ply_err *err);
} ply_domain_format;

extern const ply_domain_format ply_domain_genius, ply_domain_geniusweb, ply_domain_negolog, ply_domain_negmas,
    ply_domain_sheet;
const ply_domain_format *ply_domain_format_row(int row); /* NULL past the last */
const ply_domain_format *ply_domain_format_find(const char *name);

/* ---- building ---- */

/* PLY_DOMAIN_ISSUES or more: NULL after a problem. */
ply_domain_issue *ply_domain_add_issue(ply_domain *domain, const ply_domain_file *file, const char *name);
bool ply_domain_add_option(ply_domain *domain, const ply_domain_file *file, ply_domain_issue *issue,
                           const char *name);
/* A range as options: whole numbers one by one where there are at most PLY_DOMAIN_OPTIONS, else domain->steps
 * of them, with a warning. */
bool ply_domain_add_range(ply_domain *domain, const ply_domain_file *file, ply_domain_issue *issue,
                          double low, double high, bool whole);
ply_domain_party *ply_domain_add_party(ply_domain *domain, const ply_domain_file *file, const char *name);
bool ply_domain_has_party(const ply_domain *domain, const char *name);
int ply_domain_find_issue(const ply_domain *domain, const char *name); /* by name or key; -1 */
int ply_domain_find_option(const ply_domain_issue *issue, const char *name);
/* Room for a party's values of an issue, all NAN, also for options that are added later. NULL without memory. */
double *ply_domain_values(ply_domain *domain, ply_domain_party *party, int issue);
char *ply_domain_stem(ply_domain *domain, const char *path); /* the file's name without folder and ending */
/* A number that takes the whole text (blanks around it do not count). */
bool ply_domain_number(const char *text, double *out);

/* A problem at a line of a file (0: none); severity as in ply_diag. */
void ply_domain_tell(ply_domain *domain, ply_severity severity, const char *path, int line,
                     const char *format, ...) PLY_PRINTF(5, 6);

/* Holds what was read together: values that are missing become 0 with a warning, weights that do not sum to 1
 * get one too. PLY_E_INPUT where there is no issue or no party. */
ply_status ply_domain_finish(ply_domain *domain, ply_err *err);

/* ---- scenario files ---- */

/* The domain as a scenario file. PLY_E_MEMORY. */
ply_status ply_domain_scenario(const ply_domain *domain, ply_text *out, ply_err *err);

/* A scenario as a domain. PLY_E_INPUT with the reason where its payoffs are no sums over issues. */
struct ply_scenario;
ply_status ply_domain_from_scenario(const struct ply_scenario *scenario, ply_domain *domain, ply_err *err);

/* An id made of a name: letters without their accents, digits, "-" for the rest; `letter` in front where it
 * would not start with one; what is taken already gets a number. id: [65]. */
void ply_domain_id(const char *name, char letter, const char *const *taken, int n_taken, char *id);

#endif
