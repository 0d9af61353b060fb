namespace Patron.Kernel;

/// <summary>
/// Makes 64-bit, time-ordered ids in blocks: 42 bits of milliseconds since 2020, 8 bits of node, 13 bits within the block.
/// A block is never given out twice, so the rows that one job creates are a few ranges of ids: a change set stores them as such.
/// </summary>
/// <param name="clock">Blocks carry its time; where more blocks are taken than milliseconds pass, they run ahead of it.</param>
/// <param name="lease">The node's number, and how far ahead in time it has been reserved in the database.</param>
public sealed class IdMaker(TimeProvider clock, INodeLease lease)
{
    public const int BlockSize = 1 << SequenceBits;
    private const int SequenceBits = 13;
    private const int NodeBits = 8;
    private const long ReservedMilliseconds = 4 * 60_000;
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private long lastBlock = -1;
    private IdBlock current;

    /// <summary>One id from the shared block.</summary>
    public T Next<T>() where T : struct, IId<T>
    {
        lock (gate)
        {
            // A shared block is left after a second, so that ids stay ordered by time among nodes.
            if (current.Left == 0 || Milliseconds(clock.GetUtcNow()) - current.Millisecond > 1_000) current = Take();
            return T.From(current.Next());
        }
    }

    /// <summary>A block of <see cref="BlockSize"/> ids for one writer alone.</summary>
    public IdBlock TakeBlock()
    {
        lock (gate) return Take();
    }

    /// <summary>Makes sure that ids of the next minutes need no reservation; called before a transaction that makes ids begins.</summary>
    public void Reserve()
    {
        lock (gate)
        {
            var millisecond = Next();
            if (millisecond + ReservedMilliseconds >= lease.Until) lease.Extend(millisecond);
        }
    }

    private long Next() => Math.Max(Math.Max(Milliseconds(clock.GetUtcNow()), lastBlock + 1), lease.From);

    private IdBlock Take()
    {
        var millisecond = Next();
        if (millisecond >= lease.Until) lease.Extend(millisecond);
        lastBlock = millisecond;
        return new IdBlock((millisecond << NodeBits | (uint)lease.Node) << SequenceBits, millisecond);
    }

    /// <summary>When an id was made, to about a second.</summary>
    public static DateTimeOffset MadeAt(long id) => Epoch.AddMilliseconds(id >> (NodeBits + SequenceBits));

    /// <summary>No id made at this time or later is smaller.</summary>
    public static long FirstAt(DateTimeOffset at) => Milliseconds(at) << (NodeBits + SequenceBits);

    internal static long Milliseconds(DateTimeOffset at) => (long)(at - Epoch).TotalMilliseconds;
}

/// <summary>The right to make ids under a node number; only one process holds a number at a time.</summary>
public interface INodeLease
{
    /// <summary>0 to 255.</summary>
    int Node { get; }

    /// <summary>The first millisecond since 2020 for which this holder may make blocks: past everything an earlier holder made.</summary>
    long From { get; }

    /// <summary>Blocks below this millisecond may be made without asking the database.</summary>
    long Until { get; }

    /// <summary>Reserves further, beyond <paramref name="millisecond"/>; throws when the lease was lost.</summary>
    void Extend(long millisecond);
}

/// <summary>A run of ids that belongs to one writer.</summary>
public struct IdBlock(long first, long millisecond)
{
    private int used;

    public readonly long First => first;
    public readonly long Millisecond => millisecond;
    public readonly int Used => used;
    public readonly int Left => first == 0 ? 0 : IdMaker.BlockSize - used;

    public long Next() => Left > 0 ? first + used++ : throw new InvalidOperationException("The block is used up.");
}

/// <summary>The ids of one job for one kind of row: takes block after block and remembers them as ranges for the change set.</summary>
public sealed class IdRanges(IdMaker ids)
{
    private readonly List<(long First, long Last)> full = [];
    private IdBlock block;

    public long Next()
    {
        if (block.Left == 0)
        {
            if (block.Used > 0) full.Add((block.First, block.First + block.Used - 1));
            block = ids.TakeBlock();
        }
        return block.Next();
    }

    /// <summary>What was given out since the last call, as inclusive ranges; the open block goes on.</summary>
    public IReadOnlyList<(long First, long Last)> Ranges => block.Used == 0 ? full : [.. full, (block.First, block.First + block.Used - 1)];
}
