using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Patron.Kernel;

namespace Patron.Data.Audit;

/// <summary>
/// The hashes of the audit, all SHA-256. Each part is written with its length before it, so that no two different contents run together to the same bytes.
/// Values enter only through a digest with a salt that lies beside them: with the values the salt goes, and the digest tells nothing of them any more.
/// </summary>
internal static class AuditDigests
{
    private const int SaltBytes = 16;

    /// <summary>What stands before the first entry.</summary>
    public static string Beginning { get; } = new('0', 64);

    public static string NewSalt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltBytes));

    /// <summary>Of the values before and after, as stored.</summary>
    public static string OfValues(string salt, string? before, string? after)
    {
        using var hash = new Parts();
        hash.Add(salt);
        hash.Add(before);
        hash.Add(after);
        return Convert.ToBase64String(hash.End());
    }

    /// <summary>Of change rows in the order of their numbers. Whose row it was is left out: a merge may say so anew.</summary>
    public static string OfRows(IEnumerable<ChangeRow> rows)
    {
        using var hash = new Parts();
        var any = false;
        foreach (var row in rows)
        {
            any = true;
            hash.Add(row.Seq);
            hash.Add(row.Entity);
            hash.Add(row.EntityId);
            hash.Add((int)row.Operation);
            hash.Add(row.Fields);
            hash.Add(row.Digest);
        }
        return any ? Convert.ToHexStringLower(hash.End()) : "";
    }

    public static string OfEntry(string before, long position, IAuditFacts entry, string content)
    {
        using var hash = new Parts();
        hash.Add(before);
        hash.Add(position);
        hash.Add(entry.Id);
        hash.Add(Instants.ToMicroseconds(entry.At));
        hash.Add(entry.By?.Value ?? 0);
        hash.Add(entry.Kind);
        hash.Add(entry.ChangeSetId?.Value ?? 0);
        hash.Add(entry.FirstSeq);
        hash.Add(entry.LastSeq);
        hash.Add(entry.Subjects);
        hash.Add(entry.Fields);
        hash.Add(content);
        return Convert.ToHexStringLower(hash.End());
    }

    private readonly struct Parts() : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Add(long number)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }

        /// <summary>Nothing is told apart from an empty text.</summary>
        public void Add(string? text)
        {
            if (text is null)
            {
                Add(-1L);
                return;
            }
            var bytes = Encoding.UTF8.GetBytes(text);
            Add((long)bytes.Length);
            hash.AppendData(bytes);
        }

        public byte[] End() => hash.GetHashAndReset();

        public void Dispose() => hash.Dispose();
    }
}
