/* Games to measure speed on, from 10^4 to 10^18 bundles, as scenario files. Additive: every actor adds up
 * values drawn from a fixed linear congruence and asks for most of the most. Tied: besides, rules
 * between neighbouring issues and between an issue and membership, and bonuses for pairs of options and for
 * company, so that nothing can be decided issue by issue. Alike: tied, and every candidate values everything
 * as the others do. Knows nothing of the library: text only. */
#include "sim/cli/bench_games.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { LONGEST = 1 << 17 };

static const bench_game games[] = {
    {"additive-3x8^5", 3, 0, 0, 5, 8, 9, 60, false, false},
    {"additive-3x8^7", 3, 0, 0, 7, 8, 9, 60, false, false},
    {"additive-3x8^10", 3, 0, 0, 10, 8, 9, 60, false, false},
    {"additive-3x8^14", 3, 0, 0, 14, 8, 9, 60, true, false},
    {"additive-2x8^20", 2, 0, 0, 20, 8, 9, 60, true, false},
    {"additive-2x8^20-fine", 2, 0, 0, 20, 8, 99, 60, true, false},
    {"tied-3+2x4^5", 3, 2, 3, 2, 4, 99, 60, false, false},
    {"tied-3+4x4^7", 3, 4, 4, 3, 4, 99, 60, false, false},
    {"tied-3+6x4^9", 3, 6, 5, 4, 4, 99, 66, false, false},
    {"tied-3+7x4^11", 3, 7, 6, 5, 4, 99, 68, true, false},
    {"tied-3+8x4^12", 3, 8, 6, 6, 4, 99, 70, true, false},
    {"alike-3+8x4^7", 3, 8, 4, 3, 4, 99, 60, false, true},
    {"alike-3+24x4^7", 3, 24, 4, 3, 4, 99, 60, true, true},
};

const bench_game *bench_game_at(size_t i) { return i < sizeof games / sizeof *games ? &games[i] : NULL; }

typedef struct writer {
  char *at;
  size_t left;
  uint64_t state;
} writer;

__attribute__((format(printf, 2, 3))) static void put(writer *w, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int n = vsnprintf(w->at, w->left, format, args);
  va_end(args);
  if (n < 0 || (size_t)n >= w->left) n = 0;
  w->at += n;
  w->left -= (size_t)n;
}

static int draw(writer *w, int below) {
  w->state = w->state * 6364136223846793005u + 1442695040888963407u;
  return (int)((uint32_t)(w->state >> 33) % (uint32_t)below);
}

static const char *comma(int i) { return i > 0 ? "," : ""; }

static void put_issues(writer *w, const bench_game *g) {
  put(w, "\"issues\":{");
  for (int k = 0; k < g->tied + g->loose; k++) {
    put(w, "%s\"i%d\":{\"options\":{", comma(k), k);
    for (int o = 0; o < g->options; o++) put(w, "%s\"o%d\":{}", comma(o), o);
    put(w, "}}");
  }
  put(w, "}");
}

static void put_rules(writer *w, const bench_game *g) {
  put(w, "\"levels\":{\"out\":{\"effort\":0},\"help\":{\"effort\":0.5},\"full\":{\"effort\":1}},\"rules\":{");
  for (int k = 0; k + 1 < g->tied; k++)
    put(w, "\"r%d\":{\"when\":{\"i%d\":\"o0\"},\"then\":{\"i%d\":[\"o0\",\"o1\",\"o2\"]},\"reason\":\"-\"},",
        k, k, k + 1);
  put(w, "\"level\":{\"when\":{\"i0\":\"o1\"},\"then\":{\"$members_at\":[\"full\"]},\"reason\":\"-\"}},");
}

/* What an actor gets for two options together, and for company. */
static void put_bonuses(writer *w, const bench_game *g) {
  int unit = g->most * 2;
  put(w, ",\"bonuses\":{");
  for (int k = 0; k + 1 < g->tied; k++)
    put(w, "\"b%d\":{\"when\":{\"i%d\":\"o%d\",\"i%d\":\"o%d\"},\"gain\":%d},", k, k, draw(w, g->options),
        k + 1, draw(w, g->options), draw(w, unit) - unit / 2);
  put(w, "\"company\":{\"when\":{\"$count\":{\"from\":\"help\",\"min\":%d}},\"gain\":%d},", g->candidates / 2,
      draw(w, unit));
  put(w, "\"crowd\":{\"when\":{\"$count\":{\"from\":\"full\",\"min\":%d}},\"gain\":%d}}",
      g->candidates - g->candidates / 4, draw(w, unit) - unit / 2);
}

static void put_actor(writer *w, const bench_game *g, int actor) {
  bool candidate = actor >= g->parties;
  int issues = g->tied + g->loose;
  if (candidate && g->alike) w->state = 1994;
  int percent = candidate ? g->asked - 10 : g->asked; /* whoever is unhappy can stay out */
  put(w, "%s\"%c%d\":{%s,\"reservation\":%d,", comma(actor), candidate ? 'c' : 'a', actor,
      candidate ? "\"candidate\":true" : "\"consent\":\"required\"", issues * g->most * percent / 100);
  if (candidate)
    put(w, "\"level\":{\"help\":%d,\"full\":%d},", -draw(w, g->most), draw(w, g->most) - g->most / 2);
  put(w, "\"payoffs\":{");
  for (int k = 0; k < issues; k++) {
    put(w, "%s\"i%d\":{\"weight\":1,\"values\":{", comma(k), k);
    for (int o = 0; o < g->options; o++) put(w, "%s\"o%d\":%d", comma(o), o, draw(w, g->most + 1));
    put(w, "}}");
  }
  put(w, "}");
  if (g->tied > 0) put_bonuses(w, g);
  put(w, "}");
}

char *bench_game_text(const bench_game *g) {
  char *text = malloc(LONGEST);
  if (text == NULL) return NULL;
  writer w = {text, LONGEST, 2022};
  put(&w, "{\"parley\":1,\"id\":\"bench\",\"title\":\"%s\",", g->id);
  put_issues(&w, g);
  put(&w, ",");
  if (g->tied > 0) put_rules(&w, g);
  put(&w, "\"actors\":{");
  for (int i = 0; i < g->parties + g->candidates; i++) put_actor(&w, g, i);
  put(&w, "}}");
  return text;
}
