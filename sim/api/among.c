/* Which bundles to look at, as a user says it: "top:N", the best of the base solve; indexes; or a file in which parley
 * listed bundles (`robust` or `solve --top`, as JSON). */
#include "sim/api/among.h"

#include "sim/base/file.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 256 << 20, MOST_PACKAGES = 1000000 };

static const double WHOLE = 9007199254740992; /* 2^53: doubles are whole numbers below */

static ply_status add(ply_among *a, uint64_t index, ply_err *err) {
  if (a->n == MOST_PACKAGES)
    return ply_err_set(err, PLY_E_USAGE, "--among: more than %d packages", MOST_PACKAGES);
  if (a->n == a->room) {
    size_t room = a->room > 0 ? 2 * a->room : 64;
    uint64_t *all = realloc(a->index, room * sizeof *all);
    if (all == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
    a->index = all;
    a->room = room;
  }
  a->index[a->n++] = index;
  return PLY_OK;
}

static ply_status read_indexes(ply_among *a, const char *what, ply_err *err) {
  for (const char *rest = what; *rest != '\0';) {
    char *end;
    errno = 0;
    unsigned long long index = strtoull(rest, &end, 10);
    if (end == rest || errno != 0 || (*end != '\0' && *end != ','))
      return ply_err_set(err, PLY_E_USAGE, "--among: \"%.40s\" is no list of indexes", what);
    ply_status status = add(a, index, err);
    if (status != PLY_OK) return status;
    rest = end + (*end == ',');
  }
  return PLY_OK;
}

/* The bundles listed as "top", of a solve or inside "robust". */
static ply_status read_listed(ply_among *a, const char *path, const cJSON *tree, const char *scenario,
                              ply_err *err) {
  const cJSON *robust = cJSON_GetObjectItemCaseSensitive(tree, "robust");
  const cJSON *top = cJSON_GetObjectItemCaseSensitive(robust != NULL ? robust : tree, "top"), *entry;
  const char *of = cJSON_GetStringValue(
      cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(tree, "scenario"), "id"));
  if (!cJSON_IsArray(top) || cJSON_GetArraySize(top) == 0)
    return ply_err_set(err, PLY_E_INPUT,
                       "%s: lists no packages: write it with `parley robust FILE --top N --format json` or "
                       "`parley solve FILE --top N --format json`",
                       path);
  if (of != NULL && scenario != NULL && strcmp(of, scenario) != 0)
    return ply_err_set(err, PLY_E_INPUT, "%s: is of the scenario \"%.60s\", not of \"%.60s\"", path, of,
                       scenario);
  cJSON_ArrayForEach(entry, top) {
    const cJSON *index = cJSON_GetObjectItemCaseSensitive(entry, "index");
    double at = cJSON_IsNumber(index) ? index->valuedouble : -1;
    if (!(at >= 0 && at < WHOLE && at == (double)(uint64_t)at))
      return ply_err_set(err, PLY_E_INPUT, "%s: package %zu of the list has no index below 2^53", path,
                         a->n + 1);
    ply_status status = add(a, (uint64_t)at, err);
    if (status != PLY_OK) return status;
  }
  return PLY_OK;
}

static ply_status read_file(ply_among *a, const char *path, const char *scenario, ply_err *err) {
  size_t length;
  cJSON *tree = NULL;
  char *text = ply_file_text(path, MOST_BYTES, &length);
  if (text == NULL)
    return ply_err_set(err, errno == ENOENT ? PLY_E_USAGE : PLY_E_SYSTEM,
                       "--among: %s: %s; it takes top:N, indexes separated by commas, or a file of packages "
                       "that parley listed",
                       path, strerror(errno));
  ply_status status = ply_json_parse(text, length, &tree);
  if (status == PLY_OK)
    status = read_listed(a, path, tree, scenario, err);
  else
    ply_err_set(err, status, status == PLY_E_MEMORY ? "not enough memory to read %s" : "%s: is no JSON",
                path);
  cJSON_Delete(tree);
  free(text);
  return status;
}

ply_status ply_among_read(const char *what, const char *scenario, ply_among *out, ply_err *err) {
  char *end;
  *out = (ply_among){0};
  if (what == NULL) return PLY_OK;
  if (strncmp(what, "top:", 4) == 0) {
    long n = strtol(what + 4, &end, 10);
    if (end != what + 4 && *end == '\0' && n >= 1 && n <= MOST_PACKAGES) {
      out->base = (int)n;
      return PLY_OK;
    }
    return ply_err_set(err, PLY_E_USAGE, "--among: top:N, N from 1 to %d, not \"%.40s\"", MOST_PACKAGES,
                       what);
  }
  if (*what == '\0')
    return ply_err_set(err, PLY_E_USAGE,
                       "--among takes top:N, indexes separated by commas, or a file of packages");
  bool indexes = *what != '\0' && strspn(what, "0123456789,") == strlen(what);
  return indexes ? read_indexes(out, what, err) : read_file(out, what, scenario, err);
}

void ply_among_done(ply_among *among) {
  free(among->index);
  *among = (ply_among){0};
}
