/* Moves that all make at once, round by round, and who met whom. Private to this room. */
#ifndef PLY_CLASS_SESSION_MOVES_H
#define PLY_CLASS_SESSION_MOVES_H

#include "sim/class/session/session.h"

/* A role's move: its own level and the options of its own issues, as a bundle in which all else is 0. Who
 * has only one move has made it. */
bool ply_class_move_pack(const ply_class_session *session, int role, const int *options, const int *levels,
                         uint64_t *move);
bool ply_class_has_moves(const ply_class_session *session, int role);
/* The moves of a role: at most `most` into moves (each as above); how many there are. */
int ply_class_moves_of(const ply_class_session *session, int role, uint64_t *moves, int most);

/* person -1: a bot, or the clock. A move may be changed until the round is over. */
ply_status ply_class_choose(ply_class_session *session, int64_t now_ms, int person, int table, int role,
                            uint64_t move, ply_err *err);

/* Ends every round that is over: all moves made, or its time up (then who has not moved does what it did
 * last, or its first move); after the last round the table has ended. */
ply_status ply_class_rounds(ply_class_session *session, int64_t now_ms, ply_err *err);

/* What a seat played in a round that is over: the bundle that came of it, and the table of each other role
 * (partners: [n_actors] or NULL). False where that round was not played. */
bool ply_class_met(const ply_class_session *session, int table, int role, int round, int number,
                   uint64_t *bundle, int *partners);

/* A seat's points over all rounds, and in how many rounds it played. */
int ply_class_total(const ply_class_session *session, int table, int role, int round, int *n_rounds);

/* The time that a round has, and what is left of the present one at a table. */
int64_t ply_class_round_ms(const ply_class_session *session);
int64_t ply_class_round_left(const ply_class_session *session, int table, int64_t now_ms);

/* ---- matrix.c ---- */

/* Of two players with at most PLY_CLASS_MATRIX moves each: a role's points for its move (rows) and the other's. */
enum { PLY_CLASS_MATRIX = 6 };
typedef struct ply_class_matrix {
  int other, n, n_other;
  uint64_t own[PLY_CLASS_MATRIX], theirs[PLY_CLASS_MATRIX]; /* the moves */
  int points[PLY_CLASS_MATRIX][PLY_CLASS_MATRIX];
} ply_class_matrix;
/* False where the game is no such one. */
bool ply_class_matrix_of(const ply_class_session *session, int role, ply_class_matrix *matrix);
/* A role's own part of a bundle: its level, the options of its issues. */
void ply_class_move_words(const ply_class_session *session, int role, uint64_t bundle, ply_text *out);

/* ---- offers ---- */

/* Whose turn it is to offer at a table. */
int ply_class_turn(const ply_class_session *session, int table);

#endif
