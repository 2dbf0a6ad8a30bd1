/* Private to this room: parts of ply_game_compile that live in files of their own. */
#ifndef PLY_GAME_SECURITY_H
#define PLY_GAME_SECURITY_H

#include "sim/game/game.h"

/* Fills game->security; false without memory. */
bool ply_game_compile_security(ply_game *game);

/* All numbers that the security model takes from the scenario but for the efforts, in a row: out: as many as
 * it returns, or NULL. */
size_t ply_game_security_numbers(const ply_game *game, double *out);

/* Fills game->lines; PLY_E_USAGE for an unknown id. */
ply_status ply_game_compile_lines(ply_game *game, const ply_lines *choice, ply_err *err);

#endif
