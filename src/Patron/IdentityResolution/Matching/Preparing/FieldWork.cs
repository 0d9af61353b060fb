using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Makes some columns of the engine's table of some columns of the rows. One thread at a time; several of them work side by side.</summary>
internal abstract class FieldWork
{
    /// <summary>The columns that it makes.</summary>
    public abstract IReadOnlyList<MatchField> Fields { get; }

    /// <summary>Appends the row's values, in the order of <see cref="Fields"/>; empty for a missing one.</summary>
    protected abstract void Prepare(RowBatch rows, int row, ReadOnlySpan<MatchColumn> into);

    public void Prepare(RowBatch rows, ReadOnlySpan<MatchColumn> into)
    {
        for (var row = 0; row < rows.Rows; row++) Prepare(rows, row, into);
    }
}

/// <summary>Brings the values of one column to one form; the text it answers is valid until the next one.</summary>
internal abstract class ValueFolder
{
    protected TextDraft Draft { get; } = new();

    /// <summary>Empty for what says nothing.</summary>
    public abstract ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw);
}

/// <summary>A column that becomes a column.</summary>
internal sealed class ColumnWork(MatchField field, int column, ValueFolder folder) : FieldWork
{
    private readonly KnownValues known = new();

    public override IReadOnlyList<MatchField> Fields { get; } = [field];

    protected override void Prepare(RowBatch rows, int row, ReadOnlySpan<MatchColumn> into)
    {
        var raw = rows[row, column];
        if (raw.IsEmpty) into[0].AppendNumber(-1);
        else if (known.TryGet(raw, out var key, out var number)) into[0].AppendNumber(number);
        else known.Add(key, into[0].Append(Nothing.Says(raw) ? default : folder.Fold(raw)));
    }
}

/// <summary>What systems write where they know nothing.</summary>
internal static class Nothing
{
    public static bool Says(ReadOnlySpan<char> raw) => raw.Length switch
    {
        1 => raw[0] is '-' or '?' or '.' or '/' or '无' or '無' or '—',
        2 => raw is "--" or ".." or "??" or "없음" or "未知" or "不详" or "不詳" or "미상",
        3 => raw.Equals("n/a", StringComparison.OrdinalIgnoreCase) || raw.Equals("nan", StringComparison.OrdinalIgnoreCase) || raw.Equals("nil", StringComparison.OrdinalIgnoreCase),
        4 => raw.Equals("null", StringComparison.OrdinalIgnoreCase) || raw.Equals("none", StringComparison.OrdinalIgnoreCase) || raw.Equals("<na>", StringComparison.OrdinalIgnoreCase),
        7 => raw.Equals("unknown", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
