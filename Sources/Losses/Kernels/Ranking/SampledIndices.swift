/// One index of each of `size` equal parts of 0 ..< `count`, at a random place in it: fields often
/// repeat themselves in rows, which a fixed distance might meet. The same at every call.
func sampledIndices(_ size: Int, of count: Int) -> [Int] {
  var random = SeededGenerator(seed: 1)
  return (0..<size).map { number in
    let (start, end) = (number * count / size, (number + 1) * count / size)
    return start + random.index(below: end - start)
  }
}
