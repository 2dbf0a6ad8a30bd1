/* What do the files of other tools have in common? Issues with options, parties with weights and values. This
 * file holds the record, and what every reader needs to fill it. */
#include "sim/interop/domain.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const ply_domain_format *const rows[] = {&ply_domain_genius, &ply_domain_geniusweb,
                                                &ply_domain_negolog, &ply_domain_negmas, &ply_domain_sheet};
enum { N_ROWS = sizeof rows / sizeof *rows };

const ply_domain_format *ply_domain_format_row(int row) {
  return row >= 0 && row < N_ROWS ? rows[row] : NULL;
}

const ply_domain_format *ply_domain_format_find(const char *name) {
  for (int i = 0; i < N_ROWS; i++)
    if (strcmp(rows[i]->name, name) == 0) return rows[i];
  return NULL;
}

ply_domain *ply_domain_new(ply_diags *diags) {
  ply_domain *domain = calloc(1, sizeof *domain);
  if (domain == NULL) return NULL;
  domain->diags = diags;
  domain->steps = 10;
  domain->arena = ply_arena_new();
  if (domain->arena != NULL) return domain;
  free(domain);
  return NULL;
}

void ply_domain_free(ply_domain *domain) {
  if (domain == NULL) return;
  ply_arena_free(domain->arena);
  free(domain);
}

void ply_domain_tell(ply_domain *domain, ply_severity severity, const char *path, int line,
                     const char *format, ...) {
  char message[600];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  ply_diag diag = {.code = "",
                   .severity = severity,
                   .file = (char *)(uintptr_t)path,
                   .line = line,
                   .width = 1,
                   .message = message};
  snprintf(diag.code, sizeof diag.code, "%s", severity == PLY_ERROR ? "I101" : "I901");
  ply_diags_add(domain->diags, &diag);
}

/* ---- issues ---- */

ply_domain_issue *ply_domain_add_issue(ply_domain *domain, const ply_domain_file *file, const char *name) {
  if (domain->n_issues == PLY_DOMAIN_ISSUES) {
    ply_domain_tell(domain, PLY_ERROR, file->path, 0, "more than %d issues, the limit", PLY_DOMAIN_ISSUES);
    return NULL;
  }
  ply_domain_issue *issue = &domain->issue[domain->n_issues];
  *issue = (ply_domain_issue){.name = ply_arena_strdup(domain->arena, name)};
  if (issue->name == NULL) return NULL;
  domain->n_issues++;
  return issue;
}

bool ply_domain_add_option(ply_domain *domain, const ply_domain_file *file, ply_domain_issue *issue,
                           const char *name) {
  if (ply_domain_find_option(issue, name) >= 0) {
    ply_domain_tell(domain, PLY_WARNING, file->path, 0,
                    "issue \"%.60s\" has the option \"%.60s\" twice: once is kept", issue->name, name);
    return true;
  }
  if (issue->n_options == PLY_DOMAIN_OPTIONS) {
    ply_domain_tell(domain, PLY_ERROR, file->path, 0, "issue \"%.60s\" has more than %d options, the limit",
                    issue->name, PLY_DOMAIN_OPTIONS);
    return false;
  }
  if (issue->n_options == issue->room) {
    int room = issue->room > 0 ? 2 * issue->room : 16;
    const char **all = PLY_NEW(domain->arena, room, const char *);
    if (all == NULL) return false;
    if (issue->n_options > 0) memcpy(all, issue->option, (size_t)issue->n_options * sizeof *all);
    issue->option = all;
    issue->room = room;
  }
  return (issue->option[issue->n_options++] = ply_arena_strdup(domain->arena, name)) != NULL;
}

/* Value k of n between the ends. */
static double value_at(double low, double high, int k, int n, bool whole) {
  double value = n > 1 ? low + k * ((high - low) / (n - 1)) : low;
  return whole ? round(value) : value;
}

bool ply_domain_add_range(ply_domain *domain, const ply_domain_file *file, ply_domain_issue *issue,
                          double low, double high, bool whole) {
  bool each = whole && high - low < PLY_DOMAIN_OPTIONS;
  if (!(high >= low)) {
    ply_domain_tell(domain, PLY_ERROR, file->path, 0, "issue \"%.60s\" goes from %g to %g: that is no range",
                    issue->name, low, high);
    return false;
  }
  int n = each ? (int)(high - low) + 1 : high > low ? domain->steps : 1;
  if (!each)
    ply_domain_tell(domain, PLY_WARNING, file->path, 0,
                    "issue \"%.60s\" holds %s numbers from %g to %g: %d of them are taken (--steps)",
                    issue->name, whole ? "whole" : "real", low, high, n);
  *issue =
      (ply_domain_issue){.name = issue->name, .key = issue->key, .is_range = true, .low = low, .high = high};
  for (int k = 0; k < n; k++) {
    ply_text name;
    ply_text_init(&name);
    ply_text_number(&name, value_at(low, high, k, n, whole));
    bool good = !name.failed && ply_domain_add_option(domain, file, issue, name.data);
    ply_text_done(&name);
    if (!good) return false;
  }
  return true;
}

int ply_domain_find_issue(const ply_domain *domain, const char *name) {
  for (int k = 0; k < domain->n_issues; k++)
    if (strcmp(domain->issue[k].name, name) == 0) return k;
  for (int k = 0; k < domain->n_issues; k++)
    if (domain->issue[k].key != NULL && strcmp(domain->issue[k].key, name) == 0) return k;
  return -1;
}

int ply_domain_find_option(const ply_domain_issue *issue, const char *name) {
  double a, b;
  for (int o = 0; o < issue->n_options; o++)
    if (strcmp(issue->option[o], name) == 0) return o;
  for (int o = 0; o < issue->n_options && issue->is_range && ply_domain_number(name, &a); o++)
    if (ply_domain_number(issue->option[o], &b) && a == b) return o;
  return -1;
}

/* ---- parties ---- */

ply_domain_party *ply_domain_add_party(ply_domain *domain, const ply_domain_file *file, const char *name) {
  if (domain->n_parties == PLY_DOMAIN_PARTIES) {
    ply_domain_tell(domain, PLY_ERROR, file->path, 0, "more than %d parties, the limit", PLY_DOMAIN_PARTIES);
    return NULL;
  }
  ply_domain_party *party = PLY_NEW(domain->arena, 1, ply_domain_party);
  if (party == NULL || (party->name = ply_arena_strdup(domain->arena, name)) == NULL) return NULL;
  party->path = ply_arena_strdup(domain->arena, file->path);
  party->discount = 1;
  if (party->path == NULL) return NULL;
  return domain->party[domain->n_parties++] = party;
}

bool ply_domain_has_party(const ply_domain *domain, const char *name) {
  for (int p = 0; p < domain->n_parties; p++)
    if (strcmp(domain->party[p]->name, name) == 0) return true;
  return false;
}

double *ply_domain_values(ply_domain *domain, ply_domain_party *party, int issue) {
  int n = domain->issue[issue].n_options > PLY_DOMAIN_OPTIONS ? domain->issue[issue].n_options
                                                              : PLY_DOMAIN_OPTIONS;
  double *values = PLY_NEW(domain->arena, n + 1, double);
  for (int o = 0; values != NULL && o <= n; o++) values[o] = NAN;
  return party->value[issue] = values;
}

char *ply_domain_stem(ply_domain *domain, const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path, *dot = strrchr(name, '.');
  int n = dot != NULL && dot > name ? (int)(dot - name) : (int)strlen(name);
  return ply_arena_printf(domain->arena, "%.*s", n, name);
}

bool ply_domain_number(const char *text, double *out) {
  char *end;
  if (text == NULL) return false;
  *out = strtod(text, &end);
  if (end == text) return false;
  while (*end == ' ' || *end == '\t' || *end == '\n' || *end == '\r') end++;
  return *end == '\0' && !isnan(*out);
}

/* ---- held together ---- */

static void fill_values(ply_domain *domain, ply_domain_party *party, int k) {
  const ply_domain_issue *issue = &domain->issue[k];
  if (party->value[k] == NULL) {
    if (party->weight[k] != 0)
      ply_domain_tell(domain, PLY_WARNING, party->path, 0,
                      "party \"%.60s\" has no values for issue \"%.60s\": 0 is taken", party->name,
                      issue->name);
    if (ply_domain_values(domain, party, k) == NULL) return;
    for (int o = 0; o < issue->n_options; o++) party->value[k][o] = 0;
    return;
  }
  for (int o = 0; o < issue->n_options; o++) {
    if (!isnan(party->value[k][o])) continue;
    ply_domain_tell(domain, PLY_WARNING, party->path, 0,
                    "party \"%.60s\" has no value for option \"%.60s\" of issue \"%.60s\": 0 is taken",
                    party->name, issue->option[o], issue->name);
    party->value[k][o] = 0;
  }
}

static void look_at_weights(ply_domain *domain, const ply_domain_party *party) {
  double sum = 0;
  for (int k = 0; k < domain->n_issues; k++) sum += party->weight[k];
  if (fabs(sum - 1) > 1e-6)
    ply_domain_tell(domain, PLY_WARNING, party->path, 0,
                    "weights of party \"%.60s\" sum to %g: kept as they are", party->name, sum);
}

ply_status ply_domain_finish(ply_domain *domain, ply_err *err) {
  for (int k = 0; k < domain->n_issues; k++)
    if (domain->issue[k].n_options == 0)
      return ply_err_set(err, PLY_E_INPUT, "issue \"%.60s\" has no options", domain->issue[k].name);
  if (domain->n_issues == 0)
    return ply_err_set(err, PLY_E_INPUT, "no issue was found: name the domain's file");
  if (domain->n_parties == 0)
    return ply_err_set(err, PLY_E_INPUT, "no party was found: name the profiles too, after the domain");
  for (int p = 0; p < domain->n_parties; p++) {
    for (int k = 0; k < domain->n_issues; k++) fill_values(domain, domain->party[p], k);
    look_at_weights(domain, domain->party[p]);
  }
  return domain->diags->n_errors == 0
             ? PLY_OK
             : ply_err_set(err, PLY_E_INPUT, "the files cannot be converted as they are");
}
