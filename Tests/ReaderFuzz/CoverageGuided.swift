#if FUZZER
  import Foundation

  /// The reader that `READER` names; Tests/Reliability/fuzz sets it.
  private let reader = Reader.all.first { $0.name == ProcessInfo.processInfo.environment["READER"] }

  /// What libFuzzer calls with each input that it makes up.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func readOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let reader else { fatalError("READER names none of the readers") }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if case .unexpected(let what) = reader.outcome(of: input) { fatalError(what) }
    return 0
  }
#endif
