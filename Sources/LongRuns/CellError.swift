/// Why a computation of cells cannot be run, resumed or merged.
public enum CellError: Error, Equatable, Sendable {
  /// A shard of the command line makes no sense.
  case shard(String)
  /// The folder holds an unfinished run, and nobody asked to resume or to replace it.
  case unfinished(folder: String, kind: String, finished: Int, total: Int)
  /// The folder holds a finished shard, and nobody asked to resume or to replace it.
  case unmerged(folder: String, kind: String, shard: Shard)
  /// The folder holds a run of something else.
  case differs(folder: String, there: String, here: String)
  /// A line of a file of cells does not belong there.
  case corrupt(file: String, line: Int)
  /// A file of cells says of a cell what its computation cannot have found.
  case implausible(file: String, cell: Int)
  /// There is a file of the name of a file of cells, and no manifest says what it is.
  case foreign(file: String)
  /// Another process is writing the file.
  case inUse(file: String)
  /// The user stopped the run.
  case interrupted(folder: String, finished: Int, total: Int)
  /// A folder to be merged holds no run.
  case noRun(folder: String)
  /// A folder to be merged holds runs of several kinds.
  case severalKinds(folder: String, kinds: [String])
  /// Nothing here makes runs of this kind.
  case unknownKind(String, known: [String])
  /// Two studies of a registry have one kind.
  case duplicateKind(String)
  /// No shard has these cells.
  case missing(cells: [Int], total: Int)
  /// Two shards say different things of a cell.
  case conflict(cell: Int, folders: [String])
}

extension CellError {
  /// Whether files hold something else than they should; wrong usage otherwise.
  public var isAboutData: Bool {
    switch self {
    case .differs, .corrupt, .implausible, .foreign, .noRun, .missing, .conflict: true
    case .shard, .unfinished, .unmerged, .inUse, .interrupted, .severalKinds, .unknownKind,
      .duplicateKind:
      false
    }
  }

  /// Whether the user stopped the run.
  public var isInterruption: Bool {
    if case .interrupted = self { true } else { false }
  }
}

extension CellError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shard(let text):
      "the shard is '\(text)'; expected i/n with 1 <= i <= n, as 2/8"
    case .unfinished(let folder, let kind, let finished, let total):
      "\(folder) holds an unfinished \(kind) with \(finished) of \(total) cells; "
        + "give --resume to go on with it, --restart to throw it away, or another --output"
    case .unmerged(let folder, let kind, let shard):
      "\(folder) holds the finished shard \(shard) of a \(kind); "
        + "give --restart to throw it away, or another --output"
    case .differs(let folder, let there, let here):
      "\(folder) holds another run: it has \(there) where this one has \(here); "
        + "give the same options and version as there, --restart to throw it away, "
        + "or another folder"
    case .corrupt(let file, let line):
      "\(file): line \(line) is damaged or of another run; delete the line, and --resume computes "
        + "its cell again"
    case .implausible(let file, let cell):
      "\(file): the line of cell \(cell) holds what this run cannot have found; delete the line, and "
        + "--resume computes the cell again"
    case .foreign(let file):
      "\(file) is there without the manifest that says what it belongs to; move it away, or give "
        + "another --output"
    case .inUse(let file):
      "\(file) is being written by another process; wait for it, or give another --output"
    case .interrupted(let folder, let finished, let total):
      "stopped with \(finished) of \(total) cells finished; they are kept in \(folder), and the "
        + "same command with --resume goes on from there"
    case .noRun(let folder):
      "\(folder) holds no cells of a run (KIND.cells.json and KIND.cells.jsonl)"
    case .severalKinds(let folder, let kinds):
      "\(folder) holds runs of several kinds: \(kinds.joined(separator: ", ")); "
        + "choose one with --kind"
    case .unknownKind(let kind, let known):
      "no command makes runs of the kind '\(kind)'; expected one of \(known.joined(separator: ", "))"
    case .duplicateKind(let kind):
      "two studies have the kind '\(kind)'; give one of them another"
    case .missing(let cells, let total):
      "\(cells.count) of \(total) cells are in no folder, the first is cell \(cells.first ?? 0); "
        + "run the missing shards, or resume those that were stopped, and merge again"
    case .conflict(let cell, let folders):
      "cell \(cell) is different in \(folders.joined(separator: " and ")); one of them was "
        + "damaged or computed by another build: compute it again with --restart"
    }
  }
}
