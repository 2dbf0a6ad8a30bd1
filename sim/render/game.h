/* What was found out about a finite game, for people and for programs. */
#ifndef PLY_RENDER_GAME_H
#define PLY_RENDER_GAME_H

#include "sim/render/render.h"
#include "sim/result/equilibria.h"

/* A profile of strategies that somebody else wrote, judged: [n_players] each. */
typedef struct ply_judged {
  const ply_finite *game;
  const char *version, *file;
  const ply_ratio *chance; /* [n_strategies] */
  const ply_ratio *payoff, *regret;
  const int *reply;
  double eps; /* a regret up to this counts as none */
} ply_judged;

/* format: "text" or "json". PLY_E_USAGE, PLY_E_MEMORY. settings may be NULL. */
ply_status ply_render_equilibria(const ply_equilibria *answers, const char *format,
                                 const ply_render_settings *settings, ply_text *out, ply_err *err);
ply_status ply_render_judged(const ply_judged *judged, const char *format,
                             const ply_render_settings *settings, ply_text *out, ply_err *err);

/* The forms; used by game_text.c and game_json.c only. */
void ply_equilibria_text(const ply_equilibria *answers, const ply_render_settings *settings, ply_text *out);
void ply_equilibria_json(const ply_equilibria *answers, const ply_render_settings *settings, ply_text *out);
void ply_judged_text(const ply_judged *judged, const ply_render_settings *settings, ply_text *out);
void ply_judged_json(const ply_judged *judged, const ply_render_settings *settings, ply_text *out);

#endif
