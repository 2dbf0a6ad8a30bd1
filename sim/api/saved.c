/* Is this a saved result that a report can be made of? A file that says it is one may have been cut, edited or made by
 * another program: every part that the reports walk through is looked at once, here, so that they need not ask. */
#include "sim/api/inside.h"

#include <cjson/cJSON.h>
#include <string.h>

/* A part: keys apart by "/"; "*" stands for every entry of an object, "#" for every item of a list. */
typedef struct part {
  const char *path;
  int type; /* of cJSON */
  bool needed;
} part;

static const part parts[] = {
    {"scenario", cJSON_Object, true},
    {"scenario/grades/*", cJSON_Number, false},
    {"frame", cJSON_Object, true},
    {"frame/actors", cJSON_Object, true},
    {"frame/actors/*", cJSON_Object, false},
    {"frame/issues", cJSON_Object, false},
    {"frame/issues/*", cJSON_Object, false},
    {"frame/issues/*/options", cJSON_Object, false},
    {"frame/levels", cJSON_Object, false},
    {"space", cJSON_Object, true},
    {"acceptable", cJSON_Object, true},
    {"designs", cJSON_Object, true},
    {"designs/*", cJSON_Object, false},
    {"designs/*/options/*", cJSON_String, false},
    {"designs/*/members/*", cJSON_String, false},
    {"designs/*/payoffs/*", cJSON_Number, false},
    {"designs/*/margins/*", cJSON_Number, false},
    {"designs/*/refuses/#", cJSON_String, false},
    {"solutions", cJSON_Object, true},
    {"solutions/*", cJSON_Object, false},
    {"solutions/*/options/*", cJSON_String, false},
    {"solutions/*/members/*", cJSON_String, false},
    {"solutions/*/payoffs/*", cJSON_Number, false},
    {"designs/*/better", cJSON_Object, false},
    {"designs/*/better/options/*", cJSON_String, false},
    {"designs/*/better/members/*", cJSON_String, false},
    {"designs/*/better/payoffs/*", cJSON_Number, false},
    {"slack", cJSON_Object, false},
    {"slack/options/*", cJSON_String, false},
    {"slack/members/*", cJSON_String, false},
    {"slack/margins/*", cJSON_Number, false},
    {"slack/short/#", cJSON_String, false},
    {"slack/openers/#", cJSON_Object, false},
    {"slack/openers/#/number", cJSON_Object, false},
    {"slack/openers/#/number/pointer", cJSON_String, false},
    {"actor_digits/*", cJSON_Number, false},
    {"verdict", cJSON_Array, true},
    {"verdict/#", cJSON_String, false},
};

static const char *type_name(int type) {
  return type == cJSON_Object   ? "an object"
         : type == cJSON_Array  ? "a list"
         : type == cJSON_Number ? "a number"
                                : "a text";
}

/* Whether what `path` (the rest of a part's) names below `item` is of its type. */
static bool is_good(const cJSON *item, const char *path, const part *of) {
  if (path[0] == '\0') return (item->type & 0xff) == of->type;
  size_t n = strcspn(path, "/");
  const char *rest = path + n + (path[n] == '/');
  if (path[0] != '*' && path[0] != '#') {
    char key[32];
    memcpy(key, path, n);
    key[n] = '\0';
    const cJSON *child = cJSON_GetObjectItemCaseSensitive(item, key);
    return child != NULL ? is_good(child, rest, of) : !of->needed;
  }
  if (!(path[0] == '*' ? cJSON_IsObject(item) : cJSON_IsArray(item))) return false;
  for (const cJSON *child = item->child; child != NULL; child = child->next)
    if (!is_good(child, rest, of)) return false;
  return true;
}

ply_status parley_inside_saved(const struct cJSON *tree, const char *name, ply_err *err) {
  const cJSON *format =
      cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(tree, "parley"), "format");
  if (!cJSON_IsNumber(format))
    return ply_err_set(err, PLY_E_INPUT,
                       "%s is neither a scenario nor a result of parley solve --format json", name);
  if (format->valueint != 1)
    return ply_err_set(err, PLY_E_INPUT, "%s is a result in format %d: this parley reads format 1", name,
                       format->valueint);
  for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
    if (parts[k].needed && strchr(parts[k].path, '/') == NULL &&
        cJSON_GetObjectItemCaseSensitive(tree, parts[k].path) == NULL)
      return ply_err_set(err, PLY_E_INPUT, "%s has no \"%s\": save it again with parley solve --format json",
                         name, parts[k].path);
  for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
    if (!is_good(tree, parts[k].path, &parts[k]))
      return ply_err_set(
          err, PLY_E_INPUT,
          "%s is a damaged result: \"%s\" must be %s; save it again with parley solve --format json", name,
          parts[k].path, type_name(parts[k].type));
  return PLY_OK;
}
