using Patron.Analytics.Base;

namespace Patron.Segments.KeepMembers;

/// <summary>Ids of customers as bytes: ascending, each as the distance from the one before in groups of seven bits.</summary>
internal static class MemberList
{
    public static byte[] Write(Bitmap members, CustomerBaseSnapshot snapshot)
    {
        var ids = Array.ConvertAll(members.ToIndexes(), i => snapshot.Ids[i]);
        Array.Sort(ids);
        var (bytes, before) = (new MemoryStream(ids.Length * 2), 0L);
        foreach (var id in ids)
        {
            var rest = (ulong)(id - before);
            for (; rest >= 0x80; rest >>= 7) bytes.WriteByte((byte)(rest | 0x80));
            bytes.WriteByte((byte)rest);
            before = id;
        }
        return bytes.ToArray();
    }

    /// <summary>Those of them whom the snapshot holds.</summary>
    public static Bitmap Read(ReadOnlySpan<byte> bytes, CustomerBaseSnapshot snapshot)
    {
        var (members, id, value, shift) = (new Bitmap(snapshot.Size), 0L, 0UL, 0);
        foreach (var one in bytes)
        {
            value |= (ulong)(one & 0x7f) << shift;
            shift += 7;
            if (one >= 0x80) continue;
            id += (long)value;
            (value, shift) = (0, 0);
            if (snapshot.TryIndex(id, out var index)) members.Set(index);
        }
        return members;
    }
}
