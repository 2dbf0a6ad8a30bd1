#!/bin/sh
# Ranks on two hosts give the table that one process gives. The hosts are network namespaces with names of their own,
# joined by a virtual cable; Open MPI reaches the second through an agent in place of ssh, and its messages go by TCP
# over the cable. Needs root, iproute2 and Open MPI. Usage: sweep_hosts.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
tiny=$root/tests/unit/scenario/tiny.json
one=parley-one-$$ two=parley-two-$$ net=10.$((64 + $$ % 60)).$(($$ / 60 % 250))

skip() {
  echo "ok 1 - sweeps over two hosts # SKIP $1"
  echo 1..1
  exit 0
}
[ "$(id -u)" = 0 ] || skip 'network namespaces need root'
for tool in ip unshare mpirun; do command -v $tool >/dev/null 2>&1 || skip "no $tool"; done
[ -e "$(dirname "$parley")/parley-mpi.so" ] || skip 'a build without MPI'
mpirun --version 2>/dev/null | grep -q 'Open MPI' || skip 'mpirun is not that of Open MPI'
ip netns add $one 2>/dev/null || skip 'no network namespaces here'

work=$(mktemp -d) || exit 1
trap 'ip netns del $one; ip netns del $two 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
cable() {
  ip netns add $two && ip -n $one link add cable type veth peer name cable netns $two || return 1
  ip -n $one addr add "$net.1/24" dev cable && ip -n $two addr add "$net.2/24" dev cable &&
    ip -n $one link set cable up && ip -n $two link set cable up && ip -n $one link set lo up && ip -n $two link set lo up
}
cable 2>err || skip "no virtual cable: $(tail -n 1 err)"

# agent HOST WORD...: what ssh would do. The second host has another name, so that nothing is taken for local.
cat >agent <<AGENT
#!/bin/sh
[ "\$1" = "$net.2" ] || exit 1
shift
exec ip netns exec $two unshare --uts sh -c 'hostname parley-two; eval "\$@"' sh "\$@"
AGENT
# rank WORD...: notes where it runs, then becomes the program.
cat >rank <<'RANK'
#!/bin/sh
echo "$OMPI_COMM_WORLD_RANK $(hostname) $(ip -o -4 addr show dev cable | sed 's/.*inet \([0-9.]*\).*/\1/')" >>hosts
exec "$@"
RANK
chmod +x agent rank

shown='err hosts'
. "$root/tests/support/tap.sh"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
# on_hosts RANKS FOLDER ARGUMENT...
on_hosts() {
  n=$1 folder=$2
  shift 2
  timeout 240 ip netns exec $one unshare --uts sh -c 'hostname parley-one; exec "$@"' sh \
    mpirun -n "$n" --host "$net.1:$((n / 2)),$net.2:$((n / 2))" --map-by node --mca plm_rsh_agent "$work/agent" \
    --mca btl tcp,self --mca btl_tcp_if_include cable --mca oob_tcp_if_include cable --wdir "$work" \
    ./rank "$parley" sweep "$tiny" --uncertain all --out "$folder" "$@" 2>err
}
bytes() { ip netns exec $two cat /sys/class/net/cable/statistics/tx_bytes; }

of='design.*.acceptable,design.*.stable,design.*.least_margin'
"$parley" sweep "$tiny" --uncertain all --n 6000 --of "$of" --out alone 2>err
before=$(bytes)
on_hosts 2 two --n 6000 --of "$of"
expect 'a rank on each of two hosts' cmp alone/results.csv two/results.csv
apart() { [ "$(cut -d ' ' -f 2,3 hosts | sort -u | wc -l)" = 2 ] && grep -q "parley-one $net.1" hosts && grep -q "parley-two $net.2" hosts; }
expect 'they ran on different hosts' apart
sent() { echo "$(($(bytes) - before)) bytes"; [ $(($(bytes) - before)) -gt 100000 ]; }
expect 'the second sent its rows over the cable' sent
on_hosts 4 four --n 6000 --of "$of"
expect 'two ranks on each of two hosts' cmp alone/results.csv four/results.csv
"$parley" sweep "$tiny" --uncertain all --n 200 --method random --of acceptable.count,nash.index --out whole 2>err
on_hosts 2 whole-two --n 200 --method random --of acceptable.count,nash.index
expect 'whole solves' cmp whole/results.csv whole-two/results.csv
echo "1..$number"
