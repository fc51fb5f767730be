/// Whether a name stands before another where the numbers in them count as numbers: `epoch9` before
/// `epoch10`, whatever the language of the system.
package func naturallyPrecedes(_ first: String, _ second: String) -> Bool {
  let (pieces, others) = (naturalPieces(first), naturalPieces(second))
  for (piece, other) in zip(pieces, others) where piece != other {
    // Digits without leading zeros: the longer ones are the larger number.
    if piece.isNumber && other.isNumber && piece.text.count != other.text.count {
      return piece.text.count < other.text.count
    }
    return piece.text < other.text
  }
  return pieces.count != others.count ? pieces.count < others.count : first < second
}

private struct NaturalPiece: Equatable {
  var text: String
  let isNumber: Bool
}

/// A name as runs of digits, without zeros before them, and of other characters.
private func naturalPieces(_ name: String) -> [NaturalPiece] {
  var pieces: [NaturalPiece] = []
  for character in name {
    let isDigit = ("0"..."9").contains(character)
    if let last = pieces.last, last.isNumber == isDigit {
      if last.text == "0" && isDigit { pieces[pieces.count - 1].text = "" }
      pieces[pieces.count - 1].text.append(character)
    } else {
      pieces.append(NaturalPiece(text: String(character), isNumber: isDigit))
    }
  }
  return pieces
}
