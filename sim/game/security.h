/* The guarantee of a game, taken apart: its compiled numbers, for rooms that go through many of its states. */
#ifndef PLY_GAME_SECURITY_H
#define PLY_GAME_SECURITY_H

#include "sim/game/game.h"

/* A number by the options of up to two issues. */
typedef struct ply_number_table {
  int n_issues, issue[2], width; /* width: options of the second issue */
  const double *value;
} ply_number_table;

/* The numbers of the security block. */
typedef struct ply_security_numbers {
  ply_number_table bond, delay_hours, judgement, coverage, own_strength, latitude;
  ply_guarantee guarantee;                     /* constants filled in; the design's inputs left 0 */
  ply_guarantor guarantor[PLY_MAX_CANDIDATES]; /* effort left 0 */
} ply_security_numbers;

/* What the design gives, read from other numbers than the game's. */
ply_security_inputs ply_game_security_inputs_of(const ply_game *game, const ply_security_numbers *numbers,
                                                const uint16_t *option);

/* Fills game->security; false without memory. */
bool ply_game_compile_security(ply_game *game);

/* All numbers that the security model takes from the scenario but for the efforts, in a row: out: as many as
 * it returns, or NULL. */
size_t ply_game_security_numbers(const ply_game *game, double *out);

/* The issues that the guarantee looks at, a bit each; 0 without one. */
uint64_t ply_game_security_reads(const ply_game *game);

size_t ply_security_table_size(const ply_game *game, const ply_number_table *table);

/* ---- range.c: numbers between bounds, model `fixed` ---- */

/* Gives the game a range: low, high: as ply_game_security_numbers; efforts: [n_levels]. False without memory
 * and where some number lies where the format does not let it. */
bool ply_game_range_security(ply_game *game, const double *low, const double *high, const double *effort_low,
                             const double *effort_high);

/* The design's inputs, but that those which may differ in some game of the range do differ; without a range, but that
 * those from which nothing follows are 0. */
ply_security_inputs ply_game_security_key(const ply_game *game, const uint16_t *option);

/* What the design decides, as ply_security_desk. */
typedef struct ply_security_range_desk {
  ply_guarantee low, high;
  double alone_low, alone_high; /* chance of being overrun without help */
  double honour_low[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS], honour_high[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS];
  double help_low[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS], help_high[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS];
} ply_security_range_desk;

/* The least and the most of each indicator. */
typedef struct ply_security_ends {
  double indicator[PLY_FIGHT][2], fight[PLY_MAX_CANDIDATES][2], renege[PLY_MAX_CANDIDATES][2];
} ply_security_ends;

void ply_security_range_desk_set(const ply_game *game, const uint16_t *option, ply_security_range_desk *desk);
void ply_security_range_desk_at(const ply_game *game, const ply_security_range_desk *desk,
                                const uint8_t *candidate_level, ply_security_ends *out);

/* Fills game->lines; PLY_E_USAGE for an unknown id. */
ply_status ply_game_compile_lines(ply_game *game, const ply_lines *choice, ply_err *err);

#endif
