/* The facade's conversions: files of other tools become one scenario file, and a scenario goes back where its
 * payoffs are sums over issues. Which file is the domain and which a profile is seen from what they hold. */
#include "sim/api/inside.h"
#include "sim/interop/domain.h"
#include "sim/interop/interop.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 200 };

typedef struct loaded {
  ply_domain_file file;
  char *text;
  const ply_domain_format *format;
  ply_domain_part part;
} loaded;

static ply_status unknown_format(const char *name, ply_err *err) {
  const char *names[8];
  size_t n = 0;
  ply_text list;
  ply_text_init(&list);
  for (const ply_domain_format *f; (f = ply_domain_format_row((int)n)) != NULL; n++) {
    names[n] = f->name;
    ply_text_addf(&list, "%s%s", n > 0 ? ", " : "", f->name);
  }
  const char *near = ply_word_nearest(name, names, n);
  ply_err_set(err, PLY_E_USAGE, "unknown format \"%.40s\"; %s%s%sthere are %s", name,
              near != NULL ? "did you mean " : "", near != NULL ? near : "", near != NULL ? "? " : "",
              list.failed ? "" : list.data);
  ply_text_done(&list);
  return PLY_E_USAGE;
}

/* Loads a file and finds its format. */
static ply_status load(const char *path, const ply_domain_format *from, loaded *out, ply_err *err) {
  size_t length;
  ply_status status = ply_interop_load(path, &out->text, &length, err);
  if (status != PLY_OK) return status;
  out->file = (ply_domain_file){.path = path, .text = out->text, .length = length};
  if (strlen(out->text) != length)
    return ply_err_set(err, PLY_E_INPUT, "%.300s: holds a NUL character: it is no text", path);
  for (int f = 0; ply_domain_format_row(f) != NULL && out->format == NULL; f++) {
    const ply_domain_format *row = ply_domain_format_row(f);
    if (from != NULL && row != from) continue;
    out->part = row->holds(&out->file);
    if (out->part != PLY_PART_NONE) out->format = row;
  }
  if (from != NULL && strcmp(from->name, "csv") == 0) {
    out->format = from;
    out->part = PLY_PART_BOTH;
  }
  return PLY_OK;
}

/* Reads those of one part, in the order given. */
static ply_status read_part(ply_domain *domain, loaded *files, size_t n, ply_domain_part part, ply_err *err) {
  ply_status status = PLY_OK;
  for (size_t i = 0; i < n && status == PLY_OK; i++) {
    if (files[i].format == NULL || files[i].part != part) continue;
    if (domain->format != NULL && strcmp(domain->format, files[i].format->name) != 0)
      return ply_err_set(err, PLY_E_USAGE,
                         "%.200s is of the format %s, another one of %s: convert them apart",
                         files[i].file.path, files[i].format->name, domain->format);
    domain->format = files[i].format->name;
    if (part == PLY_PART_ISSUES && domain->n_issues > 0)
      return ply_err_set(err, PLY_E_USAGE, "%.200s is a second domain: name one, and its profiles",
                         files[i].file.path);
    status = files[i].format->read(domain, &files[i].file, err);
  }
  return status;
}

static ply_status read_all(ply_domain *domain, loaded *files, size_t n, ply_err *err) {
  size_t known = 0;
  for (size_t i = 0; i < n; i++) {
    known += files[i].format != NULL;
    if (files[i].format == NULL)
      ply_domain_tell(domain, PLY_WARNING, files[i].file.path, 0,
                      "holds no domain or profile of a known format: left out");
  }
  if (known == 0)
    return ply_err_set(err, PLY_E_INPUT,
                       "%.200s: no domain or profile of GENIUS, GeniusWeb, NegoLog, NegMAS, and "
                       "no .csv table (--from names a format)",
                       files[0].file.path);
  ply_status status = read_part(domain, files, n, PLY_PART_ISSUES, err);
  if (status == PLY_OK) status = read_part(domain, files, n, PLY_PART_PARTY, err);
  if (status == PLY_OK) status = read_part(domain, files, n, PLY_PART_BOTH, err);
  return status == PLY_OK ? ply_domain_finish(domain, err) : status;
}

static ply_status convert(const char *const *paths, size_t n, const parley_convert_settings *settings,
                          ply_domain *domain, ply_text *out, ply_err *err) {
  const ply_domain_format *from = NULL;
  if (settings->from != NULL && (from = ply_domain_format_find(settings->from)) == NULL)
    return unknown_format(settings->from, err);
  if (n == 0 || n > MOST_FILES)
    return ply_err_set(err, PLY_E_USAGE, "%zu files: name 1 to %d", n, MOST_FILES);
  if (settings->steps > 0) domain->steps = settings->steps;
  loaded *files = calloc(n, sizeof *files);
  ply_status status = files != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (size_t i = 0; i < n && status == PLY_OK; i++) status = load(paths[i], from, &files[i], err);
  if (status == PLY_OK) status = read_all(domain, files, n, err);
  if (status == PLY_OK) status = ply_domain_scenario(domain, out, err);
  if (status != PLY_OK && err->message[0] == '\0')
    ply_err_set(err, status,
                status == PLY_E_MEMORY ? "not enough memory" : "the files cannot be converted as they are");
  for (size_t i = 0; files != NULL && i < n; i++) free(files[i].text);
  free(files);
  return status;
}

/* A list of problems and a domain that tells its own into it. */
static ply_domain *start(parley_problems **problems, parley_error *error) {
  parley_problems *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return NULL;
  ply_diags_init(&made->diags);
  ply_domain *domain = ply_domain_new(&made->diags);
  if (domain != NULL) {
    *problems = made;
    return domain;
  }
  parley_problems_free(made);
  ply_err err = {.status = PLY_E_MEMORY, .message = "not enough memory"};
  parley_inside_status(PLY_E_MEMORY, &err, error);
  return NULL;
}

static void finish(parley_problems *told, parley_problems **problems) {
  if (problems != NULL)
    *problems = told;
  else
    parley_problems_free(told);
}

parley_status parley_convert(const char *const *paths, size_t n, const parley_convert_settings *settings,
                             char **text, parley_problems **problems, parley_error *error) {
  static const parley_convert_settings standard = {0};
  parley_problems *told = NULL;
  ply_err err = {0};
  ply_text made;
  *text = NULL;
  if (problems != NULL) *problems = NULL;
  ply_domain *domain = start(&told, error);
  if (domain == NULL) return PARLEY_E_MEMORY;
  ply_text_init(&made);
  ply_status status = convert(paths, n, settings != NULL ? settings : &standard, domain, &made, &err);
  ply_domain_free(domain);
  finish(told, problems);
  return parley_inside_text(status, &made, text, &err, error);
}

static ply_status write_part(const ply_scenario *s, const char *format, size_t part, ply_domain *domain,
                             const char **name, ply_text *out, ply_err *err) {
  const ply_domain_format *to = ply_domain_format_find(format);
  if (to == NULL) return unknown_format(format, err);
  if (to->write == NULL)
    return ply_err_set(err, PLY_E_USAGE, "%s is read, not written: write genius, geniusweb or csv", to->name);
  ply_status status = ply_domain_from_scenario(s, domain, err);
  if (status == PLY_OK) status = to->write(domain, (int)part - 1, name, out, err);
  if (status == PLY_OK && out->failed) status = ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  return status;
}

parley_status parley_convert_back(const parley_scenario *scenario, const char *format, size_t part,
                                  char **name, char **text, parley_problems **problems, parley_error *error) {
  parley_problems *told = NULL;
  const char *called = NULL;
  ply_err err = {0};
  ply_text made;
  *text = *name = NULL;
  if (problems != NULL) *problems = NULL;
  ply_domain *domain = start(&told, error);
  if (domain == NULL) return PARLEY_E_MEMORY;
  ply_text_init(&made);
  ply_status status = write_part(scenario->scenario, format, part, domain, &called, &made, &err);
  if (status == PLY_OK && (*name = strdup(called)) == NULL)
    status = ply_err_set(&err, PLY_E_MEMORY, "not enough memory");
  ply_domain_free(domain);
  finish(told, problems);
  return parley_inside_text(status, &made, text, &err, error);
}

bool parley_convert_format_at(size_t i, const char **name, const char **help, bool *writes) {
  const ply_domain_format *row = ply_domain_format_row((int)i);
  if (row == NULL) return false;
  *name = row->name;
  *help = row->help;
  *writes = row->write != NULL;
  return true;
}
