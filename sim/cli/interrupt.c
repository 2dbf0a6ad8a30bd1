/* Ctrl-C and how far along it is. The first interrupt asks the search to stop, so that what is known so far
 * is printed; a second one ends the program at once (the handler takes itself out). Progress is one line on a
 * terminal's standard error, drawn again at most ten times a second and wiped before anything else is
 * printed. */
#include "sim/cli/cli.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile int stopped;   /* set by the handler, read by the search */
static double last_drawn = -1; /* seconds; only touched by the progress callback, one thread at a time */

static void stop(int signal_number) {
  (void)signal_number;
  stopped = 1;
}

parley_stop cli_interrupt_start(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = stop;
  action.sa_flags = (int)SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  return &stopped;
}

bool cli_interrupted(void) { return stopped != 0; }

double cli_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void draw(void *data, double share) {
  (void)data;
  double seconds = cli_seconds();
  if (last_drawn >= 0 && seconds - last_drawn < 0.1) return;
  last_drawn = seconds;
  int percent = share < 0 ? 0 : share > 1 ? 100 : (int)(100 * share);
  fprintf(stderr, "\r%3d %%%s", percent, stopped ? "  stopping; Ctrl-C again ends at once" : "");
  fflush(stderr);
}

cli_progress_callback *cli_progress_start(void) { return isatty(STDERR_FILENO) == 1 ? draw : NULL; }

void cli_progress_end(void) {
  if (last_drawn >= 0) fprintf(stderr, "\r%48s\r", "");
  last_drawn = -1;
}
