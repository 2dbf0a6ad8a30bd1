/* The classroom for the program: make a session's folder, serve it, play alone. The one header of this room
 * that the program includes; names and ownership as in sim/parley.h. Nothing here prints. */
#ifndef PLY_CLASS_H
#define PLY_CLASS_H

#include "sim/parley.h"

/* ---- parley class new ---- */

typedef struct parley_class_new_settings {
  const char *folder;   /* made if it is not there; must hold no session yet */
  int minutes, players; /* 5 to 600; 1 to 1000 */
  int tables;           /* 0: as many as there are players for */
  int rounds;           /* of moves or offers; 0: as the scenario says */
  const char *language; /* of the pages: en (NULL), de, fr, ar (in part) */
  const char *bots;     /* strategy of the bots ("boulware", "time:exponent=0.5", ...); NULL: as is usual */
  bool alias;           /* invented names instead of the actors' */
  uint64_t seed;        /* of the bots */
  parley_solve_settings solve; /* how the expected deals are found */
} parley_class_new_settings;

/* Writes scenario.json, solution.json, session.json, seats.html, guide.html, preview.html and
 * briefs/ROLE.html. *said: what was made, for people; the caller frees it (parley_text_free). PARLEY_E_USAGE,
 * PARLEY_E_SYSTEM, what parley_solve gives. */
parley_status parley_class_new(const parley_scenario *scenario, const parley_class_new_settings *settings,
                               char **said, parley_error *error);

/* ---- parley class report ---- */

/* All tables of lessons over one scenario side by side, as a page in the language of the first: best, worst and mean of each
 * role, and where each result stands among all. folders: [n_folders >= 1]; nothing in them is touched. Tables of bots
 * only and open tables are left out. The caller frees *html (parley_text_free). PARLEY_E_USAGE: lessons of different
 * games; PARLEY_E_INPUT, PARLEY_E_SYSTEM: a folder that holds no good session; PARLEY_E_MEMORY. */
parley_status parley_class_report(const char *const *folders, int n_folders, char **html,
                                  parley_error *error);

/* ---- parley class serve ---- */

/* NULL where the server was built in; else one line: why not ("libmicrohttpd is missing"). */
const char *parley_class_missing(void);

typedef struct parley_class_serve_settings {
  const char *folder;
  bool lan;         /* for every address of this machine; else for this machine only */
  const char *host; /* what phones are told, an address or a name; NULL: the likeliest of this machine */
  int port;         /* 0: 8080, or a free one where that is taken */
  parley_stop stop;
} parley_class_serve_settings;

typedef struct parley_class_server parley_class_server;

/* Opens the session (going on from its log) and listens. The caller closes. PARLEY_E_INPUT, PARLEY_E_SYSTEM.
 */
parley_status parley_class_open(const parley_class_serve_settings *settings, parley_class_server **server,
                                parley_error *error);
/* What the terminal shows: addresses, the teacher's secret link, a QR code of the address for students. The
 * caller frees. */
parley_status parley_class_greeting(const parley_class_server *server, char **text, parley_error *error);
/* Serves until the stop flag is set. PARLEY_E_SYSTEM where the log cannot be written any more. */
parley_status parley_class_run(parley_class_server *server, parley_error *error);
void parley_class_close(parley_class_server *server);

/* ---- parley play ---- */

typedef struct parley_class_play parley_class_play;

/* One person (as the actor `role`, an id) against bots. rounds: of moves or offers, 0: as the scenario says;
 * language: en (NULL), de, fr, ar.
 * *text: the opening words. The caller frees both. PARLEY_E_USAGE with a did-you-mean for the role; what
 * parley_solve gives. */
parley_status parley_class_play_new(const parley_scenario *scenario, const char *role,
                                    const parley_solve_settings *solve, int rounds, const char *language,
                                    parley_class_play **play, char **text, parley_error *error);
/* One line that the person typed; *text: what the game answers; *over: it has ended. */
parley_status parley_class_play_line(parley_class_play *play, const char *line, char **text, bool *over,
                                     parley_error *error);
void parley_class_play_free(parley_class_play *play);

#endif
