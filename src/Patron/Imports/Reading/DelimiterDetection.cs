namespace Patron.Imports.Reading;

/// <summary>Finds the sign between fields as the one that gives most rows the same number of columns, quoted text left aside.</summary>
internal static class DelimiterDetection
{
    private const int RowsLookedAt = 1_000;
    // In order of preference where several divide equally: commas also stand inside numbers and sentences.
    private static readonly char[] Candidates = ['\t', ';', '|', ','];

    public static (char Delimiter, Reason Why) Detect(string rows, FileFormat format)
    {
        var best = Candidates.Select(c => Count(rows, format with { Delimiter = c })).MaxBy(s => s.Score)!;
        if (best.WithDelimiter == 0)
        {
            return (',', Reason.Of("imports.detected.delimiter.one_column", ("rows", best.Rows)));
        }

        var name = NameOf(best.Delimiter);
        return best.Share >= 0.9
            ? (best.Delimiter, Reason.Of("imports.detected.delimiter", ("delimiter", name), ("columns", best.Columns), ("rows", best.Rows)))
            : best.WithDelimiter > best.Rows / 2
                ? (best.Delimiter, Reason.Of("imports.detected.delimiter.uneven", ("delimiter", name), ("columns", best.Columns), ("same", best.Same), ("rows", best.Rows)))
                : (',', Reason.Of("imports.detected.delimiter.one_column", ("rows", best.Rows)));
    }

    /// <summary>Apostrophes quote only where fields begin and end with them and no quotation mark does.</summary>
    public static char QuoteOf(ReadOnlySpan<char> rows)
    {
        var apostrophes = 0;
        foreach (var delimiter in Candidates)
        {
            if (rows.Contains($"{delimiter}\"", StringComparison.Ordinal) || rows.Contains($"\"{delimiter}", StringComparison.Ordinal))
            {
                return '"';
            }

            apostrophes += rows.Count($"'{delimiter}'");
        }

        return apostrophes > 1 && !rows.Contains('"') ? '\'' : '"';
    }

    /// <summary>The word of a delimiter that sentences choose by.</summary>
    public static string NameOf(char delimiter) => delimiter switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "pipe",
        _ => delimiter.ToString(),
    };

    private static Evenness Count(string rows, FileFormat format)
    {
        using var reader = new RowReader(new StringReader(rows), format);
        var counts = new Dictionary<int, int>();
        var all = 0;
        while (all < RowsLookedAt && reader.Read())
        {
            // The reader compares with the first row; here only the rows' own numbers count.
            counts[reader.FieldCount] = counts.GetValueOrDefault(reader.FieldCount) + 1;
            all++;
        }

        var (columns, same) = counts.Where(c => c.Key > 1).OrderByDescending(c => c.Value).ThenByDescending(c => c.Key).FirstOrDefault();
        return new Evenness(format.Delimiter, columns, same, counts.Where(c => c.Key > 1).Sum(c => c.Value), all);
    }

    /// <param name="Columns">the number of columns that most rows have, among those with more than one</param>
    private sealed record Evenness(char Delimiter, int Columns, int Same, int WithDelimiter, int Rows)
    {
        public double Share => Rows == 0 ? 0 : (double)Same / Rows;

        /// <summary>Evenness first; where two signs are equally even, more columns; uneven rows still count a little.</summary>
        public double Score => Share + 0.3 * WithDelimiter / Math.Max(Rows, 1) + 0.001 * Math.Min(Columns, 100);
    }
}
