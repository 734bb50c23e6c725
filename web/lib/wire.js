/**
 * The shapes of what goes over the wire (openapi.yaml, asyncapi.yaml): types only. No page loads this file.
 *
 * @typedef {{id: number, points: number, flags: string[], order: number, answered: boolean, version: number,
 *   text?: string, answer?: string}} WireQuestion  text and answer: what the token's role may see
 * @typedef {{id: number, name: string, description: string, order: number, questions: WireQuestion[]}} WireCategory
 * @typedef {{id: number, name: string, order: number, categories: WireCategory[]}} WireBoard
 * @typedef {{id: number, name: string, color: string}} WireTeam
 * @typedef {{id: number, team_id: number | null, name: string, buzzer: number | null, score: number,
 *   version: number}} WirePlayer
 * @typedef {{game_id: number, name: string, points_term: string, revision: number, join_code?: string,
 *   boards: WireBoard[], teams: WireTeam[], players: WirePlayer[]}} Snapshot  REST's, of a whole game
 *
 * @typedef {{player_id: number, score: number, version: number}} Score
 * @typedef {{question_id: number, answered: boolean, version: number}} QuestionStatus
 * @typedef {{is_correct: boolean, points: number}} Answer
 *
 * @typedef {{type: string, [member: string]: any}} Message  one frame of the WebSocket, either way
 * @typedef {{revision: number, kind: string, entity_id: number, version: number, body: Message, actor: string,
 *   at: string, detail?: any}} Change  one line of a game's log
 * @typedef {{client_type: string, client_id: string}} Client  who is there
 *
 * @typedef {{game_id: number, join_code: string, host_token: string, board_token: string}} NewGame
 * @typedef {{name: string, boards: number, categories: number, questions: number, teams: number,
 *   players: number}} QuizCount  what a quiz file holds
 * @typedef {{game_id: number, name: string, revision: number, created_at: string, join_code?: string}} GameListing
 */
export {};
