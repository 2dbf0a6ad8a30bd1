/* Is this all? One sentence over everything that was found. */
#include "sim/equilibria/equilibria.h"

#include <stdio.h>

/* How many there are of something: "no", "1", "at least 3". */
static const char *count(const ply_equilibrium_list *list, char *room, size_t size) {
  bool all = list->extent == PLY_EXTENT_ALL || list->extent == PLY_EXTENT_NONE;
  if (all && list->count == 0)
    snprintf(room, size, "no");
  else
    snprintf(room, size, "%s%llu", all ? "" : "at least ", (unsigned long long)list->count);
  return room;
}

static const char *plural(const ply_equilibrium_list *list) {
  return list->count == 1 ? "equilibrium" : "equilibria";
}

static void say_mixed(const ply_equilibria *a, ply_text *text) {
  char room[40];
  const ply_equilibrium_list *mixed = &a->mixed;
  const char *kind = a->game->n_players == 2 ? "extreme " : "";
  ply_text_addf(text, "%s %s%s in all", count(mixed, room, sizeof room), kind, plural(mixed));
  if (mixed->extent == PLY_EXTENT_ALL && mixed->count == 1)
    ply_text_add(text, ": the game has no other.");
  else if (mixed->extent == PLY_EXTENT_ALL)
    ply_text_add(text, a->game->n_players == 2 && mixed->why != NULL
                           ? ": every equilibrium is a mixture of some of them."
                           : ": the game has no others.");
  else if (mixed->extent == PLY_EXTENT_SOME)
    ply_text_add(text, "; some combinations of strategies could not be settled, more may exist.");
  else
    ply_text_add(text, "; a limit stopped the search, more may exist.");
}

ply_status ply_headline(ply_equilibria *a, ply_err *err) {
  ply_text text;
  char room[40];
  ply_text_init(&text);
  if (a->pure.asked) ply_text_addf(&text, "%s pure %s", count(&a->pure, room, sizeof room), plural(&a->pure));
  const ply_dominance *d = &a->dominance;
  bool alone = d->asked && d->extent == PLY_EXTENT_ALL && d->n_left == a->game->n_players;
  if (alone && a->pure.asked)
    ply_text_add(&text,
                 ": what dominance leaves, so the game has no other equilibrium, mixed or correlated.");
  else if (a->mixed.asked) {
    if (text.length > 0) ply_text_add(&text, ", ");
    say_mixed(a, &text);
  } else if (a->pure.asked) {
    ply_text_add(&text, a->one.asked && a->one.count > 0 && a->one.items[0].strategy == NULL
                            ? ", and one that is mixed; there may be other mixed ones."
                            : "; mixed ones may exist beside them.");
  }
  if (text.data != NULL && text.data[0] == 'n') text.data[0] = 'N';
  if (text.data != NULL && text.data[0] == 'a') text.data[0] = 'A';
  if (text.length > 0) a->headline = ply_arena_strdup(a->arena, text.data);
  bool good = !text.failed && (text.length == 0 || a->headline != NULL);
  ply_text_done(&text);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}
