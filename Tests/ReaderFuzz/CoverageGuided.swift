#if FUZZER
  import Foundation

  /// The reader that `READER` names; Tests/Reliability/fuzz sets it.
  private let reader = Reader.all.first { $0.name == ProcessInfo.processInfo.environment["READER"] }

  /// libFuzzer's own main function: calls `body` with inputs until the limits in the arguments are reached.
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt

  /// libFuzzer's own damage, in place; returns the new number of bytes.
  @_silgen_name("LLVMFuzzerMutate")
  private func damage(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int) -> Int

  /// What libFuzzer calls with each input that it makes up. Its own main function, which is linked but not
  /// called, asks for this name.
  @_cdecl("LLVMFuzzerTestOneInput")
  func readOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let reader else { fatalError("READER names none of the readers") }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if case .unexpected(let what) = reader.outcome(of: input) { fatalError(what) }
    return 0
  }

  /// What libFuzzer calls for another input, if it is there: damage reaches what lies behind a checksum or a
  /// compression.
  @_cdecl("LLVMFuzzerCustomMutator")
  func damageBehindChecksums(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int, _ seed: UInt32
  ) -> Int {
    // One of four inputs keeps the damage to what guards it.
    guard let repair = reader?.repair, seed % 4 > 0 else { return damage(bytes, count, room) }
    var opened = repair.opened(Array(UnsafeBufferPointer(start: bytes, count: count)))
    let length = opened.count
    opened.append(contentsOf: repeatElement(0, count: max(0, room - length)))
    let opening = opened.count
    let damaged = opened.withUnsafeMutableBufferPointer { opened in
      opened.baseAddress.map { damage($0, length, opening) } ?? 0
    }
    let closed = repair.closed(Array(opened.prefix(damaged)))
    guard !closed.isEmpty, closed.count <= room else { return damage(bytes, count, room) }
    for (index, byte) in closed.enumerated() { bytes[index] = byte }
    return closed.count
  }

  /// Hands the process to libFuzzer.
  func runCoverageGuided(_ arguments: [String]) -> CInt {
    let strings = ([CommandLine.arguments[0]] + arguments).map { strdup($0) }
    let table = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
      capacity: strings.count + 1)
    table.initialize(from: strings + [nil], count: strings.count + 1)
    var (count, start) = (CInt(strings.count), table)
    return runDriver(&count, &start, readOneInput)
  }
#endif
