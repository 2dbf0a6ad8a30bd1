/* The whole space: the first version of the flagship, and the flagship with facts from outside the article. */
#include "tests/known/lessons.h"

#define IS(x)    (x) - 1e-9, (x) + 1e-9 /* exactly */
#define ABOUT(x) (x) - 0.0005, (x) + 0.0005
#define YES      1, 1
#define NO       0, 0

const char lessons_name[] = "known/lessons_whole";

const lesson lessons[] = {
    /* Nothing that all accept is stable; consent holds some of it. Russia's reservation and consent count. */
    {"istanbul-2022-first", "", "acceptable/count", IS(385470)},
    {"istanbul-2022-first", "", "sustained/count", IS(85727)},
    {"istanbul-2022-first", "", "stable/count", IS(0)},
    {"istanbul-2022-first", "", "designs/istanbul/margins/ukraine", ABOUT(0.3443)},
    {"istanbul-2022-first", "", "designs/istanbul/acceptable", NO},
    {"istanbul-2022-first", "", "designs/german/margins/ukraine", ABOUT(-0.1287)},
    {"istanbul-2022-first", "--set /actors/russia/reservation=0.45", "acceptable/count", IS(1011378)},
    {"istanbul-2022-first", "--set /actors/russia/consent=never", "acceptable/count", IS(2299289)},
    {"istanbul-2022-first", "--set /actors/russia/consent=never", "stable/count", IS(2)},
    /* The switches: the German line, and the belief about Russia and the permanent members. */
    {"istanbul-2022-first", "--red-lines uk/r-uk,france/r-fr,israel/r-il", "acceptable/count", IS(763715)},
    {"istanbul-2022-first", "--red-lines uk/r-uk,france/r-fr,israel/r-il,germany/r-de,russia/r-ru5",
     "acceptable/count", IS(3343)},
    /* Poland speaks: it accepts the Istanbul proposal and refuses the German reading. */
    {"istanbul-2022-informed", "", "acceptable/count", IS(230)},
    {"istanbul-2022-informed", "", "sustained/count", IS(138)},
    {"istanbul-2022-informed", "", "designs/istanbul/margins/poland", ABOUT(0.119)},
    {"istanbul-2022-informed", "", "designs/german/margins/poland", ABOUT(-0.026)},
    {"istanbul-2022-informed", "", "solutions/nash/payoffs/ukraine", ABOUT(0.566)},
    {"istanbul-2022-informed", "--set /actors/poland/reservation=0.5", "acceptable/count", IS(853)},
    {"istanbul-2022-informed", "--set /actors/poland/reservation=0.5", "designs/german/margins/poland",
     ABOUT(0.024)},
    {0}};
