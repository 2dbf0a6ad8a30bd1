/* The solver beside the lesson: one question at a time in a thread of its own, which gets copies of all it
 * needs and gives back one string. The thread that serves people never waits for it: it looks in when the
 * clock ticks. A question about a scenario that news have changed meanwhile is dropped. */
#include "sim/class/session/study.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct ply_class_worker {
  pthread_t thread;
  bool running;      /* there is a thread to join */
  volatile int stop; /* looked at by the solver */
  ply_class_question question;
  ply_class_sliders *sliders; /* touched by the thread alone while it runs */
  pthread_mutex_t lock;       /* of what follows */
  bool done;
  char *json;
};

ply_class_worker *ply_class_worker_new(void) {
  ply_class_worker *worker = calloc(1, sizeof *worker);
  if (worker == NULL) return NULL;
  worker->sliders = ply_class_sliders_new();
  if (worker->sliders != NULL && pthread_mutex_init(&worker->lock, NULL) == 0) return worker;
  ply_class_sliders_free(worker->sliders);
  free(worker);
  return NULL;
}

static void *work(void *data) {
  ply_class_worker *worker = data;
  char *json = ply_class_study_solve(&worker->question, worker->sliders, &worker->stop);
  pthread_mutex_lock(&worker->lock);
  worker->json = json;
  worker->done = true;
  pthread_mutex_unlock(&worker->lock);
  return NULL;
}

/* Signals stay with the thread that serves. */
static void start(ply_class_worker *worker) {
  sigset_t all, before;
  worker->stop = 0;
  worker->done = false;
  worker->json = NULL;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  worker->running = pthread_create(&worker->thread, NULL, work, worker) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (!worker->running) ply_class_question_done(&worker->question); /* it is asked again at the next tick */
}

static void finish(ply_class_worker *worker) {
  pthread_join(worker->thread, NULL);
  worker->running = false;
}

static void forget(ply_class_worker *worker) {
  parley_text_free(worker->json);
  worker->json = NULL;
  ply_class_question_done(&worker->question);
}

/* Whether another number is tried now than what is worked on. (One that is made ready, or that the teacher moves on while its
 * first answer is worked out, is not given up: the pass serves the next place too.) */
static bool overtaken(const ply_class_worker *worker, const ply_class_session *session) {
  if (session->trial.known_id == session->trial.id) return false;
  return worker->question.turned == NULL ||
         strcmp(worker->question.turned->name, session->trial.pointer) != 0;
}

ply_status ply_class_worker_tick(ply_class_worker *worker, ply_class_session *session, ply_err *err) {
  ply_status status = PLY_OK;
  if (worker->running) {
    pthread_mutex_lock(&worker->lock);
    bool done = worker->done;
    pthread_mutex_unlock(&worker->lock);
    bool other = worker->question.n_patches != session->n_patches || overtaken(worker, session);
    if (!done && other) worker->stop = 1;
    if (!done) return PLY_OK;
    finish(worker);
    if (worker->stop == 0) status = ply_class_study_learn(session, &worker->question, worker->json, err);
    forget(worker);
  }
  if (status == PLY_OK &&
      (ply_class_study_next(session, &worker->question) || ply_class_study_ahead(session, &worker->question)))
    start(worker);
  return status;
}

void ply_class_worker_free(ply_class_worker *worker) {
  if (worker == NULL) return;
  worker->stop = 1;
  if (worker->running) finish(worker);
  forget(worker);
  ply_class_sliders_free(worker->sliders);
  pthread_mutex_destroy(&worker->lock);
  free(worker);
}
