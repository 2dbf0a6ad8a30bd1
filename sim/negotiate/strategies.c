/* The registry of strategies, and how one is asked for in words: NAME:KEY=VALUE:... */
#include "sim/negotiate/strategy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROW(symbol, name) &ply_strategy_##symbol,
static const ply_strategy *const rows[] = {PLY_STRATEGIES(ROW)};
enum { N_ROWS = sizeof rows / sizeof *rows, LONGEST = 64 };

static const char *const picks[] = {PLY_PICKS(PLY_NAME_OF)};

const ply_strategy *ply_strategy_row(int row) { return row >= 0 && row < N_ROWS ? rows[row] : NULL; }

static ply_status unknown_strategy(const char *name, ply_err *err) {
  const char *names[N_ROWS];
  ply_text list;
  ply_text_init(&list);
  for (int i = 0; i < N_ROWS; i++) {
    names[i] = rows[i]->name;
    ply_text_addf(&list, "%s%s", i > 0 ? ", " : "", rows[i]->name);
  }
  const char *near = ply_word_nearest(name, names, N_ROWS);
  ply_err_set(err, PLY_E_USAGE, "unknown strategy \"%.40s\"; %s%s%sthere are %s", name,
              near != NULL ? "did you mean " : "", near != NULL ? near : "", near != NULL ? "? " : "",
              list.failed ? "" : list.data);
  ply_text_done(&list);
  return PLY_E_USAGE;
}

static ply_status unknown_key(const ply_strategy *s, const char *key, ply_err *err) {
  const char *first = s->parameter[0].name;
  if (first == NULL && !s->picks) return ply_err_set(err, PLY_E_USAGE, "%s takes no parameters", s->name);
  return ply_err_set(err, PLY_E_USAGE, "%s takes %s%s%s, not \"%.40s\"", s->name, first != NULL ? first : "",
                     first != NULL && s->picks ? " and " : "", s->picks ? "pick" : "", key);
}

static ply_status read_pick(const char *value, ply_manner *out, ply_err *err) {
  for (int p = 0; p < PLY_N_PICKS; p++)
    if (strcmp(value, picks[p]) == 0) {
      out->pick = (ply_pick)p;
      return PLY_OK;
    }
  return ply_err_set(err, PLY_E_USAGE, "pick=%.40s: closest, similar or model", value);
}

static ply_status read_key(const char *key, const char *value, ply_manner *out, ply_err *err) {
  const ply_strategy *s = out->strategy;
  if (s->picks && strcmp(key, "pick") == 0) return read_pick(value, out, err);
  for (int k = 0; k < PLY_MOST_PARAMETERS && s->parameter[k].name != NULL; k++) {
    const ply_strategy_parameter *p = &s->parameter[k];
    if (strcmp(key, p->name) != 0) continue;
    char *end;
    double number = strtod(value, &end);
    if (value[0] == '\0' || *end != '\0' || !(number >= p->least && number <= p->most))
      return ply_err_set(err, PLY_E_USAGE, "%s:%s=%.40s: a number from %g to %g", s->name, p->name, value,
                         p->least, p->most);
    out->parameter[k] = number;
    return PLY_OK;
  }
  return unknown_key(s, key, err);
}

static ply_status read_part(char *part, ply_manner *out, ply_err *err) {
  char *sign = strchr(part, '=');
  if (sign == NULL)
    return ply_err_set(err, PLY_E_USAGE, "\"%.40s\" is not KEY=VALUE: write %s:KEY=VALUE", part,
                       out->strategy->name);
  *sign = '\0';
  return read_key(part, sign + 1, out, err);
}

static const ply_strategy *find(const char *name) {
  for (int i = 0; i < N_ROWS; i++)
    if (strcmp(rows[i]->name, name) == 0) return rows[i];
  return NULL;
}

ply_status ply_manner_read(const char *text, ply_manner *out, ply_err *err) {
  char word[4 * LONGEST], *rest = word;
  *out = (ply_manner){0};
  if (strlen(text) >= sizeof word)
    return ply_err_set(err, PLY_E_USAGE, "\"%.40s...\" is too long for a strategy", text);
  memcpy(word, text, strlen(text) + 1);
  char *colon = strchr(rest, ':');
  if (colon != NULL) *colon = '\0';
  out->strategy = find(word);
  if (out->strategy == NULL) return unknown_strategy(word, err);
  for (int k = 0; k < PLY_MOST_PARAMETERS; k++) out->parameter[k] = out->strategy->parameter[k].otherwise;
  while (colon != NULL) {
    rest = colon + 1;
    colon = strchr(rest, ':');
    if (colon != NULL) *colon = '\0';
    ply_status status = read_part(rest, out, err);
    if (status != PLY_OK) return status;
  }
  return PLY_OK;
}

void ply_manner_write(const ply_manner *manner, ply_text *out) {
  const ply_strategy *s = manner->strategy;
  ply_text_add(out, s->name);
  for (int k = 0; k < PLY_MOST_PARAMETERS && s->parameter[k].name != NULL; k++) {
    if (manner->parameter[k] == s->parameter[k].otherwise) continue;
    ply_text_addf(out, ":%s=", s->parameter[k].name);
    ply_text_number(out, manner->parameter[k]);
  }
  if (s->picks && manner->pick != PLY_CLOSEST) ply_text_addf(out, ":pick=%s", picks[manner->pick]);
}

ply_deal ply_pick_offer(ply_seat *seat, double target) {
  switch (ply_seat_pick(seat)) {
  case PLY_SIMILAR: return ply_seat_similar(seat, target, ply_seat_last_heard(seat));
  case PLY_MODEL: return ply_seat_liked(seat, target);
  default: return ply_seat_closest(seat, target);
  }
}
