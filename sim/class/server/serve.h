/* The server's parts: who asks (tokens), how often (limits), and what is answered (routes). Private to this
 * room. One thread serves everybody, so nothing here locks. */
#ifndef PLY_CLASS_SERVER_SERVE_H
#define PLY_CLASS_SERVER_SERVE_H

#include "sim/class/session/plan.h"
#include "sim/class/session/session.h"

enum { PLY_CLASS_BODY = 64 * 1024, PLY_CLASS_HASH = 32, PLY_CLASS_OPEN_AT_ADDRESS = 3 };

/* ---- keys.c: who may do what ---- */

/* Tokens as their SHA-256, so that neither memory dumps of files nor logs give one away. */
typedef struct ply_class_keys {
  char teacher[PLY_CLASS_TOKEN + 1]; /* printed in the terminal */
  unsigned char teacher_hash[PLY_CLASS_HASH];
  unsigned char (*person_hash)[PLY_CLASS_HASH]; /* [n_people]; all 0: none */
  int n_people;
  int fd;
} ply_class_keys;

/* Reads DIR/keys (mode 0600) or makes it with a new teacher's token. PLY_E_SYSTEM, PLY_E_INPUT. */
ply_status ply_class_keys_open(ply_class_keys *keys, const char *folder, ply_err *err);
void ply_class_keys_close(ply_class_keys *keys);
/* A new token for a person, on the disk before it is handed out. */
ply_status ply_class_keys_add(ply_class_keys *keys, int person, char token[PLY_CLASS_TOKEN + 1],
                              ply_err *err);
/* The person with this token, or -1. Takes as long for every token. */
int ply_class_keys_person(const ply_class_keys *keys, const char *token);
/* A short sign of what a device calls itself. */
void ply_class_device(const char *words, unsigned char device[16]);
bool ply_class_keys_teacher(const ply_class_keys *keys, const char *token);

/* ---- limit.c: how often ---- */

/* A bucket that fills with time: a request takes one, an empty bucket refuses. */
typedef struct ply_class_bucket {
  double left;
  int64_t at_ms;
} ply_class_bucket;

enum { PLY_CLASS_ADDRESSES = 1024 };

typedef struct ply_class_limits {
  struct {
    unsigned char address[16];
    int64_t at_ms;
    ply_class_bucket all, joins, wrong;
  } rows[PLY_CLASS_ADDRESSES];
} ply_class_limits;

typedef enum ply_class_cost {
  PLY_COST_REQUEST, /* 300 a second, 1500 at once: a full classroom behind one address polls at 60 a second */
  PLY_COST_JOIN,    /* without a card, or with a wrong code: 2 a second, 200 at once */
  PLY_COST_WRONG    /* wrong codes and tokens: 1 a second, 60 at once */
} ply_class_cost;

/* Whether this address may go on; takes from its bucket. address: 16 bytes (IPv4 as mapped). The address that
 * was longest unseen is forgotten where there are too many. */
bool ply_class_limit(ply_class_limits *limits, const unsigned char address[16], ply_class_cost cost,
                     int64_t now_ms);
bool ply_class_bucket_take(ply_class_bucket *bucket, double per_second, double most, int64_t now_ms);

/* ---- route.c: what is answered ---- */

typedef struct ply_class_desk {
  ply_class_session *session;
  ply_class_keys keys;
  ply_class_limits *limits;
  int64_t *seen_ms; /* [PLY_CLASS_MAX_PEOPLE] */
  unsigned char (
      *from)[16]; /* [PLY_CLASS_MAX_PEOPLE] the address that each was last heard from; never logged */
  ply_class_bucket *person_limits; /* [PLY_CLASS_MAX_PEOPLE] */
  unsigned char (*device)[16];     /* [PLY_CLASS_MAX_PEOPLE] of who sits at an open place; never logged */
  bool many_open;                  /* any number of open places for one address */
  const char *join_url;
  int failed; /* the log could not be written: nothing is answered any more */
} ply_class_desk;

typedef struct ply_class_request {
  const char *method, *path, *content_type, *token; /* token: without "Bearer ", or NULL */
  const char *body;                                 /* NUL-terminated */
  size_t body_size;
  unsigned char address[16];
  int64_t now_ms;
} ply_class_request;

typedef struct ply_class_answer {
  int status;                /* HTTP */
  const char *type;          /* media type */
  const char *save_as;       /* a file name for downloads, or NULL */
  const unsigned char *data; /* fixed bytes, or NULL: the text */
  size_t size;
  ply_text text;
  char location[64];
} ply_class_answer;

/* Answers one request. *answer: initialised here; the caller frees answer->text. */
void ply_class_route(ply_class_desk *desk, const ply_class_request *request, ply_class_answer *answer);

/* {"error": "..."} with a status. */
void ply_class_refuse(ply_class_answer *answer, int status, const char *words);

/* The teacher's orders: a body {"do": "push", ...}. */
struct cJSON;
void ply_class_order(ply_class_desk *desk, const struct cJSON *body, int64_t now_ms,
                     ply_class_answer *answer);

/* Downloads for the teacher. */
void ply_class_export_csv(const ply_class_session *session, bool names, ply_text *out);
void ply_class_export_log(const ply_class_session *session, bool names, ply_text *out);
void ply_class_export_answers(const ply_class_session *session, ply_text *out); /* never with names */
void ply_class_export_report(const ply_class_session *session, bool names, ply_text *out);

#endif
