/* Who accepts what at the memberships that differ only in which bystanders sign. A bystander's answer at a
 * combo does not depend on the other bystanders, and nobody else's depends on any of them. So with B the
 * combos that the parties of the root accept, and k(x) the bystanders that accept combo x, the acceptable
 * bundles are the sum over x in B of 2^k(x), and those that a bystander alone stands against the same sum
 * over the combos in B that it refuses: sums over *planes*, the combos with k = 0, 1, 2 ... Only where B is
 * not empty are the memberships taken one by one. Cost per root and design: one rank and one intersection an
 * actor, bystanders squared for the planes; then acceptable memberships. */
#include "sim/solve/search/bystanders.h"

#include <stdlib.h>
#include <string.h>

bool ply_bystanders_init(ply_bystanders *s, ply_view *view, const ply_prefilter *prefilter) {
  const ply_game *game = view->space->game;
  size_t words = (size_t)view->combos->words;
  *s = (ply_bystanders){.view = view, .prefilter = prefilter};
  s->agreed = malloc(words * sizeof *s->agreed);
  s->before = malloc(words * sizeof *s->before);
  s->after = malloc((size_t)(game->n_actors + 1) * words * sizeof *s->after);
  s->planes = malloc((size_t)(game->n_candidates + 1) * words * sizeof *s->planes);
  return s->agreed && s->before && s->after && s->planes;
}

void ply_bystanders_done(ply_bystanders *s) {
  free(s->agreed);
  free(s->before);
  free(s->after);
  free(s->planes);
}

/* ---- who accepts what ---- */

/* The combos that the actor accepts where it is asked at the lane; NULL if there are none. */
static const uint64_t *content_of(const ply_bystanders *s, size_t design, size_t lane, int actor) {
  const ply_view *view = s->view;
  const ply_lanes *lanes = &s->prefilter->lanes;
  if (ply_stretch_refused(s->prefilter->stretch, design) >> actor & 1) return NULL;
  size_t m = s->prefilter->member[lane];
  if (lanes->value[actor] == NULL) {
    int c = view->space->game->candidate_of[actor];
    if (c >= 0 && s->prefilter->bystanders[lane] >> c & 1)
      m = ply_roster_signed(view->roster, view->space->game, m, c);
    if (view->roster->refused[m] >> actor & 1) return NULL;
  }
  const ply_linear *sums = ply_stretch_sums(s->prefilter->stretch, design, actor);
  return ply_view_content(view, actor, ply_view_payoff(view, lanes, lane, actor, m, sums));
}

/* ---- bystanders ---- */

/* Finds the bystanders that accept anything, and sorts the combos of `set` into planes. */
static void set_planes(ply_bystanders *s, size_t design, size_t lane, const uint64_t *set) {
  const ply_view *view = s->view;
  size_t words = (size_t)view->combos->words;
  s->n_signers = 0;
  for (uint32_t z = s->prefilter->bystanders[lane]; z != 0; z &= z - 1) {
    int c = __builtin_ctz(z);
    const uint64_t *accepts = content_of(s, design, lane, view->space->game->candidate[c]);
    if (accepts == NULL) continue;
    s->signer[s->n_signers] = c;
    s->accepts[s->n_signers++] = accepts;
  }
  s->n_planes = s->n_signers + 1;
  memcpy(s->planes, set, words * sizeof *set);
  memset(s->planes + words, 0, (size_t)s->n_signers * words * sizeof *set);
  for (int j = 0; j < s->n_signers; j++)
    for (int p = j; p >= 0; p--)
      for (size_t w = 0; w < words; w++) {
        uint64_t *low = s->planes + (size_t)p * words + w, more = *low & s->accepts[j][w];
        low[words] |= more;
        *low &= ~more;
      }
}

/* How many bundles the combos of a set stand for, all within what the planes were made of. */
static uint64_t weigh(const ply_bystanders *s, const uint64_t *set) {
  return s->view->combos->weigh(set, s->planes, s->n_planes, s->view->combos->words);
}

uint64_t ply_bystanders_others(ply_bystanders *s, size_t design, size_t lane, int refuser) {
  const ply_combos *combos = s->view->combos;
  int words = combos->words;
  memcpy(s->agreed, combos->all, (size_t)words * sizeof *s->agreed);
  for (uint64_t p = s->prefilter->party[lane] & ~((uint64_t)1 << refuser); p != 0; p &= p - 1) {
    const uint64_t *content = content_of(s, design, lane, __builtin_ctzll(p));
    if (content == NULL || !ply_bits_intersect(content, words, s->agreed)) return 0;
  }
  if (s->prefilter->bystanders[lane] == 0) return combos->size(s->agreed, words);
  set_planes(s, design, lane, s->agreed);
  return weigh(s, s->agreed);
}

/* ---- all memberships of a lane ---- */

/* Who stops the deals of a lane, where it is not one actor. */
enum { NOBODY_STOPS = -1, NOTHING_FOLLOWS = -2 };

/* What each party accepts, and s->agreed, what all that accept anything do. The one that accepts nothing is
 * the answer, or one of those above. */
static int ask(ply_bystanders *s, size_t design, size_t lane, bool *any) {
  const ply_combos *combos = s->view->combos;
  int words = combos->words, stopper = NOBODY_STOPS;
  memcpy(s->agreed, combos->all, (size_t)words * sizeof *s->agreed);
  *any = true;
  for (uint64_t p = s->prefilter->party[lane]; p != 0; p &= p - 1) {
    int i = __builtin_ctzll(p);
    const uint64_t *set = s->content[i] = content_of(s, design, lane, i);
    if (set == NULL && (stopper >= 0 || !s->prefilter->veto)) return NOTHING_FOLLOWS;
    if (set == NULL)
      stopper = i;
    else
      *any = ply_bits_intersect(set, words, s->agreed);
    if (!*any && (stopper >= 0 || !s->prefilter->veto)) return NOTHING_FOLLOWS;
  }
  return stopper;
}

/* What all parties but one accept and that one does not, by intersections from both ends. */
static void veto_parties(ply_bystanders *s, size_t lane, uint64_t count, ply_tally *tally) {
  const ply_combos *combos = s->view->combos;
  size_t W = (size_t)combos->words;
  int n = 0, party[PLY_MAX_ACTORS], words = combos->words;
  for (uint64_t p = s->prefilter->party[lane]; p != 0; p &= p - 1) party[n++] = __builtin_ctzll(p);
  memcpy(s->after + (size_t)n * W, combos->all, W * sizeof *s->after);
  for (int j = n - 1; j > 0; j--) {
    uint64_t *here = s->after + (size_t)j * W;
    for (size_t w = 0; w < W; w++) here[w] = here[W + w] & s->content[party[j]][w];
  }
  memcpy(s->before, combos->all, W * sizeof *s->before);
  for (int j = 0; j < n; j++) {
    uint64_t *others = s->after + (size_t)j * W; /* not needed any more */
    for (size_t w = 0; w < W; w++) others[w] = s->before[w] & others[W + w];
    tally->veto[party[j]] += weigh(s, others) - count;
    if (!ply_bits_intersect(s->content[party[j]], words, s->before)) break; /* the later ones stop nothing */
  }
}

/* A bystander stops the bundles that all others accept and it does not. */
static void veto_bystanders(ply_bystanders *s, size_t lane, ply_tally *tally) {
  const ply_game *game = s->view->space->game;
  int words = s->view->combos->words, next = 0;
  for (uint32_t z = s->prefilter->bystanders[lane]; z != 0; z &= z - 1) {
    int c = __builtin_ctz(z);
    const uint64_t *accepts = NULL;
    if (next < s->n_signers && s->signer[next] == c) accepts = s->accepts[next++];
    for (int w = 0; w < words; w++) s->before[w] = s->agreed[w] & ~(accepts != NULL ? accepts[w] : 0);
    tally->veto[game->candidate[c]] += weigh(s, s->before);
  }
}

/* Lists the acceptable memberships: the root, and each signer on top of those listed so far. */
static void list(ply_bystanders *s, size_t lane) {
  ply_view *view = s->view;
  size_t words = (size_t)view->combos->words, root = s->prefilter->member[lane];
  size_t first = view->n_found;
  memcpy(view->accept + root * words, s->agreed, words * sizeof *s->agreed);
  ply_view_find(view, root);
  for (int j = 0; j < s->n_signers; j++)
    for (size_t f = first, end = view->n_found; f < end; f++) {
      const uint64_t *here = view->accept + view->found[f] * words;
      size_t to = ply_roster_signed(view->roster, view->space->game, view->found[f], s->signer[j]);
      uint64_t *there = view->accept + to * words, any = 0;
      for (size_t w = 0; w < words; w++) any |= there[w] = here[w] & s->accepts[j][w];
      if (any != 0) ply_view_find(view, to);
    }
}

void ply_bystanders_consider(ply_bystanders *s, size_t design, size_t lane, ply_tally *tally) {
  bool any;
  int stopper = ask(s, design, lane, &any);
  if (stopper == NOTHING_FOLLOWS) return;
  set_planes(s, design, lane, stopper >= 0 ? s->agreed : s->view->combos->all);
  uint64_t count = any ? weigh(s, s->agreed) : 0;
  if (stopper >= 0) {
    tally->veto[stopper] += count;
    return;
  }
  tally->acceptable += count;
  if (s->prefilter->veto) {
    veto_parties(s, lane, count, tally);
    veto_bystanders(s, lane, tally);
  }
  if (any) list(s, lane);
}
