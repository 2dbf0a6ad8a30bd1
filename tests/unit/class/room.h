/* A session with its routes and no network, for tests of what is answered to whom. */
#ifndef PARLEY_TESTS_CLASS_ROOM_H
#define PARLEY_TESTS_CLASS_ROOM_H

#include "sim/class/server/serve.h"

enum { PEOPLE = 5, SCALE = 987654321 };

/* A served session without a network. */
typedef struct room {
  ply_class_session session;
  ply_class_desk desk;
  ply_class_limits limits;
  int64_t seen_ms[PLY_CLASS_MAX_PEOPLE];
  unsigned char from[PLY_CLASS_MAX_PEOPLE][16], device[PLY_CLASS_MAX_PEOPLE][16];
  ply_class_bucket person_limits[PLY_CLASS_MAX_PEOPLE];
  char *folder;
  int64_t now_ms;
  int status; /* of the last answer */
} room;

/* Two tables of the fixture, points on the scale SCALE, a log in a fresh folder. */
room *room_new(void);
void room_free(room *r);

/* One request; the caller frees the body of the answer. body NULL: GET. address: the last byte of where it
 * comes from. */
char *room_ask_from(room *r, unsigned char address, const char *path, const char *token, const char *body);
char *room_ask(room *r, const char *path, const char *token, const char *body);

/* The request is answered with this status. */
void room_answers(room *r, int status, const char *path, const char *token, const char *body);

/* An order of the teacher's is taken. */
void room_order(room *r, const char *body);

/* Sits down at a seat; token: [33]. */
void room_sit(room *r, const char *code, char *token);

/* So much time goes by. */
void room_tick(room *r, int64_t ms);

#endif
