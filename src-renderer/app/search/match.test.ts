/** Searching commands and layers. */
import { describe, expect, it } from 'vitest';
import { bestMatches, matchScore } from './match.ts';

const layers = ['relu', 'layer1.0.relu1', 'layer1.0.relu2', 'layer2.0.relu1', 'layer10.0.relu1'];
const find = (query: string): readonly string[] => bestMatches(layers, (name) => name, query, 10);

describe('search', () => {
  it('finds everything for nothing', () => {
    expect(find('  ')).toEqual(layers);
  });

  it('puts the whole name first, then starts, then starts of parts', () => {
    expect(find('relu')[0]).toBe('relu');
    expect(find('layer1').slice(0, 2)).toEqual(['layer1.0.relu1', 'layer1.0.relu2']);
    expect(matchScore('Show history', 'his')).toBeGreaterThan(matchScore('Run this', 'his'));
  });

  it('takes words in any order, and needs all of them', () => {
    expect(find('relu1 layer2')).toEqual(['layer2.0.relu1']);
    expect(find('relu1 conv')).toEqual([]);
  });

  it('finds letters with gaps, after all that have none', () => {
    expect(find('l1r2')).toEqual(['layer1.0.relu2']);
    expect(matchScore('undo', 'ud')).toBeGreaterThan(0);
    expect(matchScore('undo', 'du')).toBe(0);
    expect(matchScore('under', 'ud')).toBeLessThan(matchScore('ruddy', 'ud'));
  });

  it('takes signs as they are', () => {
    expect(find('.0.relu2')).toEqual(['layer1.0.relu2']);
    expect(find('(')).toEqual([]);
  });

  it('stops at as many as are asked for', () => {
    expect(bestMatches(layers, (name) => name, 'relu', 2)).toHaveLength(2);
  });
});
