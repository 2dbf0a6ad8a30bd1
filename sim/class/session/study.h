/* Questions to the solver that come up while a lesson runs: the scenario after news that changed it, and what
 * would have been better than a table's deal. Private to this room. */
#ifndef PLY_CLASS_SESSION_STUDY_H
#define PLY_CLASS_SESSION_STUDY_H

#include "sim/class/session/session.h"

/* A question with everything that its answer needs, so that another thread can work on it. */
enum { PLY_CLASS_AHEAD = 24 /* numbers made ready at most */ };
typedef struct ply_class_question {
  int n_patches;
  int trial;    /* > 0: the number of a trial, which comes before all else */
  bool prepare; /* nothing is asked yet: the number may be moved soon */
  bool verdict; /* on the deal `base` */
  bool has_base;
  uint64_t base;
  char *text;               /* the scenario; with a base, its payoffs stand in for the reservations */
  ply_class_turned *turned; /* of a trial: what is changed in it */
} ply_class_question;
void ply_class_question_done(ply_class_question *question);

/* The next question that the session has no answer to; false: it has them all (or no memory). */
bool ply_class_study_next(const ply_class_session *session, ply_class_question *question);

/* In the debrief, when all that is open is answered: the next number that may be moved, so that its pass is over before it is.
 * Reservations and readings; a weight waits until it is chosen. False: all are ready. */
bool ply_class_study_ahead(const ply_class_session *session, ply_class_question *question);

/* Solves a scenario as the classroom needs it: the result's JSON, with deals for bots and pictures, and under
 * "class" the stable packages, the first LISTED that it meets (not where only acceptable ones are asked
 * about). The caller frees it (parley_text_free). Statuses of parley_solve. */
parley_status ply_class_solve(const parley_scenario *scenario, const parley_solve_settings *settings,
                              char **json, parley_error *error);

/* ---- slider.c: what is kept from one trial to the next ---- */

typedef struct ply_class_sliders ply_class_sliders;
ply_class_sliders *ply_class_sliders_new(void); /* NULL without memory */
void ply_class_sliders_free(ply_class_sliders *sliders);
/* The answer to a trial as JSON (parley_text_free), or NULL. sliders: NULL for none. */
char *ply_class_sliders_answer(ply_class_sliders *sliders, const ply_class_question *question,
                               parley_stop stop);

/* Solves it: the result as JSON (the caller frees it), or NULL. Nothing of a session is touched. sliders: as above. */
char *ply_class_study_solve(const ply_class_question *question, ply_class_sliders *sliders, parley_stop stop);

/* Puts the answer into the session: bots and debrief know it from now on. json NULL: it could not be solved.
 * PLY_E_MEMORY. */
ply_status ply_class_study_learn(ply_class_session *session, const ply_class_question *question,
                                 const char *json, ply_err *err);

/* Answers everything that is open, in this thread. */
ply_status ply_class_study_all(ply_class_session *session, ply_err *err);

/* ---- worker.c: the same beside the lesson, in a thread of its own ---- */

typedef struct ply_class_worker ply_class_worker;
ply_class_worker *ply_class_worker_new(void); /* NULL without memory */
/* Takes in an answer that is ready and starts on the next question; never waits. Call it as often as the
 * clock ticks. */
ply_status ply_class_worker_tick(ply_class_worker *worker, ply_class_session *session, ply_err *err);
void ply_class_worker_free(ply_class_worker *worker); /* stops what it is at */

#endif
