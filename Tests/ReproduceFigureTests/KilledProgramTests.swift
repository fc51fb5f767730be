import TestSupport
import Testing

/// A loss of another process does not outlive the program, even where this is killed without a chance to do
/// anything about it.
@Suite struct KilledProgramTests {
  private static let figure =
    "figure --grid 40x48 --objects large=disc:9,small=disc:3 --steps 3 --output out"

  /// Waits for the number of a process in the file `id`, kills the program, and waits for the end of the
  /// process, of which the table of the system may still tell.
  private static let kill = """
    while [ ! -s id ]; do sleep 0.02; done
    kill -KILL $!
    for turn in $(seq 500); do
      kill -0 "$(cat id)" 2> /dev/null || exit 0
      grep -q 'State:.Z' "/proc/$(cat id)/status" 2> /dev/null && exit 0
      sleep 0.02
    done
    echo "process $(cat id) lives on"
    kill -KILL "$(cat id)"
    exit 1
    """

  private static var commands: [String] {
    var commands = ["echo $$ > id; trap '' TERM INT HUP PIPE; while :; do sleep 1; done"]
    #if os(Linux)
      commands.append(
        "setsid sh -c 'echo $$ > id; exec sleep 600' & while read l; do sleep 600; done")
    #endif
    return commands
  }

  @Test(arguments: commands) func processThatIgnoresTheEndOfItsInputEnds(command: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.bash(
        "\"$PROGRAM\" \(Self.figure) --external \"mine=$COMMAND\" > /dev/null 2>&1 &\n\(Self.kill)",
        in: folder,
        environment: ["PROGRAM": Program.executable.path, "COMMAND": command])
      #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
    }
  }
}
