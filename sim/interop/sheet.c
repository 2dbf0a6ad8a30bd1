/* Plain tables: one row an actor, issue, option with its value and the issue's weight, as CSV; or the wide sheet
 * that people keep in a spreadsheet: a row an option, a column an actor. Separators "," ";" or a tab, as the
 * first line has it; a decimal comma where the separator is another.
 *
 *     actor,issue,option,weight,value        issue,option,France,Germany
 *     France,clock,open,0.3,1                ,weight,0.3,0.5       (weights of the issue named before or here)
 *     France,,,,0.4     (the reservation)    reservation,,0.4,0.35 */
#include "sim/interop/domain.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = PLY_DOMAIN_PARTIES + 2 };

typedef struct row {
  int n, line;
  char *cell[MOST_CELLS];
} row;

/* Cuts the next line of *p into cells, in place; false at the end. */
static bool next_row(char **p, char separator, row *out) {
  char *s = *p;
  if (*s == '\0') return false;
  out->n = 0;
  for (bool more = true; more;) {
    while (*s == ' ') s++;
    bool quoted = *s == '"';
    char *to = quoted ? ++s : s, *from = to;
    while (*s != '\0' && (quoted ? true : *s != separator && *s != '\n')) {
      if (quoted && *s == '"' && *++s != '"') break;
      *to++ = *s++;
    }
    while (*s != '\0' && *s != separator && *s != '\n') s++;
    more = *s == separator;
    if (*s != '\0') s++;
    while (!quoted && to > from && isspace((unsigned char)to[-1])) to--;
    *to = '\0';
    if (out->n < MOST_CELLS) out->cell[out->n++] = from;
  }
  *p = s;
  out->line++;
  return true;
}

static char separator_of(const char *text) {
  size_t n = strcspn(text, "\n");
  const char found[] = {',', ';', '\t'};
  for (int k = 0; k < 3; k++)
    if (memchr(text, found[k], n) != NULL) return found[k];
  return ',';
}

static bool same(const char *a, const char *b) {
  for (; *a != '\0' && *b != '\0'; a++, b++)
    if (tolower((unsigned char)*a) != *b) return false;
  return *a == *b;
}

static bool number_of(char *cell, char separator, double *out) {
  if (separator != ',')
    for (char *p = cell; *p != '\0'; p++)
      if (*p == ',') *p = '.';
  return ply_domain_number(cell, out);
}

static ply_domain_part holds(const ply_domain_file *file) {
  const char *dot = strrchr(file->path, '.');
  bool table = dot != NULL && (strcmp(dot, ".csv") == 0 || strcmp(dot, ".tsv") == 0);
  return table ? PLY_PART_BOTH : PLY_PART_NONE;
}

typedef struct table {
  ply_domain *domain;
  const ply_domain_file *file;
  char separator;
} table;

static ply_domain_party *party_of(const table *t, const char *name) {
  for (int p = 0; p < t->domain->n_parties; p++)
    if (strcmp(t->domain->party[p]->name, name) == 0) return t->domain->party[p];
  return ply_domain_add_party(t->domain, t->file, name);
}

/* Keeps a value for when all options are known: values of a party's issue have room for the most. */
static bool put_value(const table *t, ply_domain_party *party, const char *issue, const char *option,
                      double value) {
  int k = ply_domain_find_issue(t->domain, issue);
  if (k < 0 && ply_domain_add_issue(t->domain, t->file, issue) == NULL) return false;
  if (k < 0) k = t->domain->n_issues - 1;
  ply_domain_issue *i = &t->domain->issue[k];
  int o = ply_domain_find_option(i, option);
  if (o < 0 && !ply_domain_add_option(t->domain, t->file, i, option)) return false;
  if (o < 0) o = i->n_options - 1;
  if (party == NULL) return true;
  if (party->value[k] == NULL && ply_domain_values(t->domain, party, k) == NULL) return false;
  party->value[k][o] = value;
  return true;
}

static void tell(const table *t, const row *r, const char *what) {
  ply_domain_tell(t->domain, PLY_ERROR, t->file->path, r->line, "%s", what);
}

/* ---- long: actor, issue, option, weight, value ---- */

static void read_long_row(const table *t, row *r) {
  double value, weight;
  if (r->n < 5 || r->cell[0][0] == '\0') {
    if (r->n > 1) tell(t, r, "a row needs actor, issue, option, weight, value");
    return;
  }
  ply_domain_party *party = party_of(t, r->cell[0]);
  if (party == NULL) return;
  if (!number_of(r->cell[4], t->separator, &value)) {
    tell(t, r, "the value is no number");
    return;
  }
  if (r->cell[1][0] == '\0') {
    party->reservation = value;
    party->has_reservation = true;
    return;
  }
  if (!put_value(t, party, r->cell[1], r->cell[2], value)) return;
  if (number_of(r->cell[3], t->separator, &weight))
    party->weight[ply_domain_find_issue(t->domain, r->cell[1])] = weight;
}

/* ---- wide: issue, option, one column an actor ---- */

static void read_wide_row(const table *t, row *r, ply_domain_party **party, int n, char *issue, size_t size) {
  double number;
  bool reservation = same(r->cell[0], "reservation");
  if (r->n < 2) return;
  if (r->cell[0][0] != '\0' && !reservation && strlen(r->cell[0]) < size) strcpy(issue, r->cell[0]);
  bool weight = same(r->cell[1], "weight");
  if (!reservation && issue[0] == '\0') {
    tell(t, r, "the first option has no issue before it");
    return;
  }
  int k = ply_domain_find_issue(t->domain, issue);
  if (weight && k < 0 && ply_domain_add_issue(t->domain, t->file, issue) != NULL) k = t->domain->n_issues - 1;
  for (int p = 0; p < n; p++) {
    bool given = p + 2 < r->n && number_of(r->cell[p + 2], t->separator, &number);
    if (p + 2 < r->n && !given && r->cell[p + 2][0] != '\0') tell(t, r, "a cell is no number");
    if (reservation && given) {
      party[p]->reservation = number;
      party[p]->has_reservation = true;
    } else if (weight && given && k >= 0) {
      party[p]->weight[k] = number;
    } else if (!weight && !reservation) {
      put_value(t, given ? party[p] : NULL, issue, r->cell[1], given ? number : 0);
    }
  }
}

static void read_wide(const table *t, row *r, char *p) {
  ply_domain_party *party[PLY_DOMAIN_PARTIES];
  char issue[256] = "";
  int n = 0;
  for (int c = 2; c < r->n && n < PLY_DOMAIN_PARTIES; c++) {
    party[n] = party_of(t, r->cell[c]);
    if (party[n++] == NULL) return;
  }
  while (next_row(&p, t->separator, r)) read_wide_row(t, r, party, n, issue, sizeof issue);
}

static ply_status read(ply_domain *domain, const ply_domain_file *file, ply_err *err) {
  const char *start = strncmp(file->text, "\xEF\xBB\xBF", 3) == 0 ? file->text + 3 : file->text;
  char *copy = ply_arena_strdup(domain->arena, start), *p = copy;
  table t = {domain, file, separator_of(start)};
  row r = {0};
  if (copy == NULL) return PLY_E_MEMORY;
  if (!next_row(&p, t.separator, &r) || r.n < 3)
    return ply_err_set(err, PLY_E_INPUT,
                       "%.200s: the first line names the columns: actor,issue,option,weight,value, "
                       "or issue,option and one column an actor",
                       file->path);
  if (domain->name == NULL) domain->name = ply_domain_stem(domain, file->path);
  if (same(r.cell[0], "actor"))
    while (next_row(&p, t.separator, &r)) read_long_row(&t, &r);
  else if (same(r.cell[0], "issue"))
    read_wide(&t, &r, p);
  else
    return ply_err_set(err, PLY_E_INPUT,
                       "%.200s: the first column is \"%.40s\": actor (a row an option) or issue "
                       "(a column an actor)",
                       file->path, r.cell[0]);
  return PLY_OK;
}

/* ---- writing ---- */

static ply_status write(const ply_domain *domain, int part, const char **name, ply_text *out, ply_err *err) {
  if (part >= 0) return ply_err_set(err, PLY_E_USAGE, "a table holds everything");
  *name = "domain.csv";
  ply_text_add(out, "actor,issue,option,weight,value\n");
  for (int p = 0; p < domain->n_parties; p++) {
    const ply_domain_party *party = domain->party[p];
    for (int k = 0; k < domain->n_issues; k++)
      for (int o = 0; o < domain->issue[k].n_options; o++) {
        ply_text_csv(out, party->name);
        ply_text_add(out, ",");
        ply_text_csv(out, domain->issue[k].name);
        ply_text_add(out, ",");
        ply_text_csv(out, domain->issue[k].option[o]);
        ply_text_add(out, ",");
        ply_text_number(out, party->weight[k]);
        ply_text_add(out, ",");
        ply_text_number(out, party->value[k][o]);
        ply_text_add(out, "\n");
      }
    ply_text_csv(out, party->name);
    ply_text_add(out, ",,,,");
    ply_text_number(out, party->reservation);
    ply_text_add(out, "\n");
  }
  return PLY_OK;
}

const ply_domain_format ply_domain_sheet = {.name = "csv",
                                            .help =
                                                "tables: a row an actor, issue, option; or a column an actor",
                                            .holds = holds,
                                            .read = read,
                                            .write = write};
