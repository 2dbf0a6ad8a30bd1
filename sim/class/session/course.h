/* How a scenario is played: at a table where anybody proposes and votes, in simultaneous moves, or in offers
 * that take turns and cost time. Private to this room. */
#ifndef PLY_CLASS_SESSION_COURSE_H
#define PLY_CLASS_SESSION_COURSE_H

#include "sim/class/session/state.h"
#include "sim/parley.h"

typedef enum ply_class_mode {
  PLY_MODE_TABLE = 0,    /* proposals and votes until the clock ends */
  PLY_MODE_SIMULTANEOUS, /* each chooses its own moves in private; all are shown at once */
  PLY_MODE_OFFERS        /* one offer a round, in turn; a round that ends without a yes costs */
} ply_class_mode;
const char *ply_class_mode_name(ply_class_mode mode);

typedef struct ply_class_course {
  ply_class_mode mode;
  int rounds;   /* 1 .. PLY_CLASS_MAX_ROUNDS; 1 at a table */
  bool rematch; /* other partners in each round: seats of all tables are mixed anew */
  int n_order;  /* offers: who offers, in turn */
  int order[PLY_CLASS_ROLES];
  double discount[PLY_CLASS_ROLES]; /* offers: what a round leaves of the gain, 0 to 1 */
  int owner[PLY_CLASS_ROLES];       /* of each issue: the role whose move it is, -1: nobody's */
} ply_class_course;

/* From "play" in the merged scenario; what it leaves open follows from the consents: where nobody is asked
 * and some may join, simultaneous moves, one round; where all seats are two actors with a veto and the file
 * has talks, offers with its discounts; else a table. rounds: 0, or a number that goes before the file's.
 * PLY_E_INPUT where the file asks for what it has not: moves that are nobody's, an unknown mode. */
struct cJSON;
ply_status ply_class_course_read(const struct cJSON *root, const parley_game *game, int rounds,
                                 ply_class_course *course, ply_err *err);

/* What is left of a gain after so many rounds. */
double ply_class_course_left(const ply_class_course *course, int role, int rounds);

#endif
