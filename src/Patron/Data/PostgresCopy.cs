using System.Buffers.Binary;
using Npgsql;

namespace Patron.Data;

/// <summary>
/// PostgreSQL's binary copy, read as it comes: after a header each row is the number of its fields, then of each its length (-1: null) and its bytes;
/// numbers stand with the highest byte first, instants are microseconds since 2000.
/// </summary>
/// <remarks>https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format".</remarks>
internal sealed class PostgresCopy : FastReader
{
    private const int Signature = 11;
    private static readonly long Year2000 = Kernel.Instants.ToMicroseconds(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly NpgsqlRawCopyStream rows;
    private byte[] buffer = new byte[1 << 16];
    private int filled;
    private int row;
    private int next;
    private (int Start, int Length)[] fields = [];

    public PostgresCopy(NpgsqlConnection connection, string sql)
    {
        rows = connection.BeginRawBinaryCopy($"copy ({sql}) to stdout (format binary)");
        Take(Signature + 4);
        var extension = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        Take(extension);
    }

    public override bool Read()
    {
        row = next;
        var count = BinaryPrimitives.ReadInt16BigEndian(Take(2));
        if (count < 0)
        {
            // What follows the last row is the server's word that all went well, or why not.
            while (rows.Read(buffer) > 0) { }
            return false;
        }
        if (fields.Length != count) fields = new (int, int)[count];
        for (var field = 0; field < count; field++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(Take(4));
            fields[field] = (next - row, length);
            if (length > 0) Take(length);
        }
        return true;
    }

    public override bool IsNull(int column) => fields[column].Length < 0;

    public override long Long(int column)
    {
        var bytes = Utf8(column);
        return bytes.Length switch
        {
            8 => BinaryPrimitives.ReadInt64BigEndian(bytes),
            4 => BinaryPrimitives.ReadInt32BigEndian(bytes),
            2 => BinaryPrimitives.ReadInt16BigEndian(bytes),
            1 => bytes[0],
            // As SQLite has it.
            0 => 0,
            _ => throw new InvalidCastException($"Column {column} has {bytes.Length} bytes, which is no whole number."),
        };
    }

    public override ReadOnlySpan<byte> Utf8(int column) => buffer.AsSpan(row + fields[column].Start, Math.Max(0, fields[column].Length));
    public override long Instant(int column) => Long(column) + Year2000;
    public override void Dispose() => rows.Dispose();

    /// <summary>The next bytes; what came since the row began stays in the buffer, although perhaps at another place.</summary>
    private ReadOnlySpan<byte> Take(int count)
    {
        while (filled - next < count) Fill(count);
        next += count;
        return buffer.AsSpan(next - count, count);
    }

    private void Fill(int count)
    {
        var kept = filled - row;
        var needed = next - row + count;
        if (needed > buffer.Length) Array.Resize(ref buffer, Math.Max(needed, buffer.Length * 2));
        buffer.AsSpan(row, kept).CopyTo(buffer);
        (next, filled, row) = (next - row, kept, 0);
        var got = rows.Read(buffer.AsSpan(filled));
        if (got == 0) throw new EndOfStreamException("The copy ended within a row.");
        filled += got;
    }
}
