/* Playing alone: the state of such a game, and what it tells. Private to this room. */
#ifndef PLY_CLASS_SESSION_PLAY_H
#define PLY_CLASS_SESSION_PLAY_H

#include "sim/class/class.h"
#include "sim/class/session/session.h"

enum { PLY_PLAY_TURNS = 20, PLY_PLAY_TURN_MS = 10000 };

struct parley_class_play {
  ply_class_session session;
  int role, person;
  int64_t now_ms;  /* time is what was done */
  int told;        /* proposals that the person has been told of */
  int told_rounds; /* and rounds */
};

/* Words for the person: one proposal, all on the table, its instructions, what can be typed, the end. */
void ply_play_tell_proposal(const parley_class_play *play, int id, ply_text *out);
void ply_play_tell_table(const parley_class_play *play, ply_text *out);
void ply_play_tell_brief(const parley_class_play *play, ply_text *out);
void ply_play_tell_help(const parley_class_play *play, ply_text *out);
/* A key of the catalogue on a line of its own below, set in. */
void ply_play_tell_below(const ply_class_session *session, const char *key, const ply_said *values,
                         ply_text *out);
/* A round of moves that is over. */
void ply_play_tell_round(const parley_class_play *play, int number, ply_text *out);
/* Adds text with its lines broken between words. */
void ply_play_wrap(const char *text, ply_text *out);
void ply_play_tell_end(const parley_class_play *play, ply_text *out);

#endif
